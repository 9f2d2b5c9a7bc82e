// How the metrics' own types look in JSON.
#pragma once

#include "contexts/metrics/metric_view.h"
#include "daybook/enum_form.h"
#include "daybook/record_form.h"

namespace metrics {

inline const daybook::Record<Measured>& measured_record() {
  static const auto made = daybook::record(daybook::field("value", &Measured::value),
                                           daybook::field("date", &Measured::date));
  return made;
}

}  // namespace metrics

template <>
struct daybook::Form<metrics::Measured>
    : daybook::RecordForm<metrics::Measured, metrics::measured_record> {};

template <>
struct daybook::Form<metrics::Status>
    : daybook::EnumForm<metrics::Status, "active", "successful", "expired"> {};
