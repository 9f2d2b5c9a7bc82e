// The read model: for each user one row, with all that the user's page shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daybook/money.h"
#include "daybook/record_form.h"
#include "daybook/table.h"

namespace shop {

// Why the last request about an order was refused.
struct Failure {
  std::string reason;
  std::string message;
};

struct Order {
  std::string order_id;
  std::string user_id;
  std::optional<std::string> status;  // none: it was asked for in vain
  std::optional<std::string> correlation_id;
  std::optional<daybook::Decimal> total;
  std::optional<std::string> shipped_at;
  std::optional<std::string> carrier;
  std::optional<std::string> tracking_number;
  std::optional<Failure> failure;
};

struct Timeslot {
  std::string timeslot_id;
  std::string title;
  std::string start;  // as it was written
  std::string end;
  std::optional<std::string> location;
  std::optional<std::string> description;
};

struct ShopRow {
  std::string user_id;
  std::vector<Order> orders;
  std::vector<Timeslot> timeslots;  // by their start
};

// In whose row an order is: its events do not say so again.
struct OrderOwner {
  std::string order_id;
  std::string user_id;
};

const daybook::Record<Failure>& failure_record();
const daybook::Record<Order>& order_record();
const daybook::Record<Timeslot>& timeslot_record();

daybook::Tables tables();

}  // namespace shop

template <>
struct daybook::Form<shop::Failure> : daybook::RecordForm<shop::Failure, shop::failure_record> {};
template <>
struct daybook::Form<shop::Order> : daybook::RecordForm<shop::Order, shop::order_record> {};
template <>
struct daybook::Form<shop::Timeslot> : daybook::RecordForm<shop::Timeslot, shop::timeslot_record> {
};
