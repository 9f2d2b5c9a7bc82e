// What a metric refuses, and in which words. The codes are for machines, and stay.
#pragma once

#include "daybook/result.h"

namespace metrics {

using daybook::Blame;
using daybook::Refusal;

inline constexpr Refusal invalid_name{"invalid-name", "name must have 1 to 200 characters",
                                      Blame::input};
inline constexpr Refusal invalid_description{
    "invalid-description", "description must have at most 2000 characters", Blame::input};
inline constexpr Refusal invalid_unit{"invalid-unit", "unit must have 1 to 50 characters",
                                      Blame::input};
inline constexpr Refusal deadline_has_passed{
    "deadline-has-passed", "A deadline can't be lower than today's date", Blame::rule};
inline constexpr Refusal unknown_metric{"not-found", "Unknown metric", Blame::unknown};
inline constexpr Refusal already_exists{"metric-already-exists", "Metric already exists"};
inline constexpr Refusal target_too_late{
    "after-the-deadline", "A target can't be changed after the deadline", Blame::rule};
inline constexpr Refusal target_below_value{
    "target-below-value", "A target can't be set smaller than the value", Blame::input};
inline constexpr Refusal value_too_late{"after-the-deadline",
                                        "Value can't be updated after the deadline", Blame::rule};
inline constexpr Refusal value_decreased{"value-decreased", "A metric value can't be decreased",
                                         Blame::input};

}  // namespace metrics
