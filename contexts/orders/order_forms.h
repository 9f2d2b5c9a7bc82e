// How the types of an order look in JSON.
#pragma once

#include "contexts/orders/order_document.h"
#include "daybook/enum_form.h"
#include "daybook/record_form.h"

namespace orders {

inline const daybook::Record<Failure>& failure_record() {
  static const auto table = daybook::record(daybook::field("reason", &Failure::reason),
                                            daybook::field("message", &Failure::message));
  return table;
}

}  // namespace orders

template <>
struct daybook::Form<orders::Failure>
    : daybook::RecordForm<orders::Failure, orders::failure_record> {};

template <>
struct daybook::Form<orders::Status>
    : daybook::EnumForm<orders::Status, "CREATED", "SHIPPED", "CANCELLED"> {};
