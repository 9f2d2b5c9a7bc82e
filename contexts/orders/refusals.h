// What an order refuses, and in which words. The codes are the reasons that are recorded, and stay.
#pragma once

#include "daybook/result.h"

namespace orders {

using daybook::Blame;
using daybook::Refusal;

inline constexpr Refusal missing_order_id{"InvalidArgument", "Missing orderId", Blame::input};
inline constexpr Refusal missing_user_id{"InvalidArgument", "Missing userId", Blame::input};
inline constexpr Refusal user_id_too_long{"InvalidArgument", "userId must have at most 200 bytes",
                                          Blame::input};
inline constexpr Refusal total_not_positive{"InvalidArgument", "Total must be > 0", Blame::input};
inline constexpr Refusal total_too_fine{"InvalidArgument", "Total must have at most two decimals",
                                        Blame::input};
inline constexpr Refusal missing_carrier{"InvalidArgument", "Missing carrier", Blame::input};
inline constexpr Refusal missing_tracking_number{"InvalidArgument", "Missing trackingNumber",
                                                 Blame::input};
inline constexpr Refusal already_exists{"AlreadyExists", "Order already exists"};
inline constexpr Refusal not_found{"NotFound", "Order does not exist", Blame::unknown};
inline constexpr Refusal already_shipped{"InvalidState", "Order already shipped"};
inline constexpr Refusal is_cancelled{"InvalidState", "Order is cancelled"};

}  // namespace orders
