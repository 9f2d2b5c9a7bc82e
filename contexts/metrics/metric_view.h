// What people are shown of a metric: one short function for each event.
#pragma once

#include <string>
#include <vector>

#include "contexts/metrics/metric.h"
#include "daybook/recorded.h"

namespace metrics {

enum class Status { active, successful, expired };

// One value of the series, and when it was recorded.
struct Measured {
  Decimal value;
  Time date;
};

struct MetricView {
  std::string id;
  std::string name;
  std::string description;
  Decimal target;
  std::string unit;
  Time deadline;
  Decimal value;
  std::vector<Measured> values;
  Status status = Status::active;
  daybook::Version version;

  // Before each of the events below.
  void touch(const daybook::Recorded& at) {
    id = at.id;
    version = at.version;
  }

  void on(const MetricCreated& event, const daybook::Recorded&) {
    name = event.name;
    description = event.description;
    target = event.target;
    unit = event.unit;
    deadline = event.deadline;
  }
  void on(const MetricDetailsUpdated& event, const daybook::Recorded&) {
    name = event.name;
    description = event.description;
    unit = event.unit;
  }
  void on(const MetricTargetUpdated& event, const daybook::Recorded&) { target = event.target; }
  void on(const MetricDeadlineUpdated& event, const daybook::Recorded&) {
    if (status == Status::expired && event.deadline != deadline) status = Status::active;
    deadline = event.deadline;
  }
  void on(const MetricValueUpdated& event, const daybook::Recorded& at) {
    value = event.value;
    values.push_back({event.value, at.time});
  }
  void on(const MetricSucceeded&, const daybook::Recorded&) { status = Status::successful; }
  void on(const MetricExpired&, const daybook::Recorded&) { status = Status::expired; }
};

}  // namespace metrics
