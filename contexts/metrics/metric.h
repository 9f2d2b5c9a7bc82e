// A metric: a value that grows towards a target until a deadline. That it has reached the one or
// passed the other is recorded by outcome.h.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "daybook/aggregate.h"
#include "daybook/clock.h"
#include "daybook/money.h"

namespace metrics {

using daybook::Decimal;
using daybook::Time;

// Events: past tense, kept forever.
struct MetricCreated {
  std::string name;
  std::string description;
  Decimal target;
  std::string unit;
  Time deadline;
  bool operator==(const MetricCreated&) const = default;
};
struct MetricDetailsUpdated {
  std::string name;
  std::string description;
  std::string unit;
  bool operator==(const MetricDetailsUpdated&) const = default;
};
struct MetricTargetUpdated {
  Decimal target;
  bool operator==(const MetricTargetUpdated&) const = default;
};
struct MetricDeadlineUpdated {
  Time deadline;
  bool operator==(const MetricDeadlineUpdated&) const = default;
};
struct MetricValueUpdated {
  Decimal value;
  bool operator==(const MetricValueUpdated&) const = default;
};
struct MetricSucceeded {
  Decimal value;
  bool operator==(const MetricSucceeded&) const = default;
};
struct MetricExpired {
  Time deadline;
  bool operator==(const MetricExpired&) const = default;
};

// Commands: imperative, may be refused. `now` is stamped, never the caller's.
struct CreateMetric {
  std::string name;
  std::string description;
  Decimal target;
  std::string unit;
  Time deadline;
  Time now;
};
struct UpdateMetricDetails {
  std::string name;
  std::string description;
  std::string unit;
};
struct UpdateMetricTarget {
  Decimal target;
  Time now;
};
struct UpdateMetricDeadline {
  Time deadline;
  Time now;
};
struct UpdateMetricValue {
  Decimal value;
  Time now;
};
struct SucceedMetric {  // sent by outcome.h alone, like the next
  bool operator==(const SucceedMetric&) const = default;
};
struct ExpireMetric {
  Time deadline;
  bool operator==(const ExpireMetric&) const = default;
};

// State: only what a decision needs. What people are shown is in metric_view.h.
struct Metric {
  static constexpr std::string_view category = "metric";
  using Event =
      std::variant<MetricCreated, MetricDetailsUpdated, MetricTargetUpdated, MetricDeadlineUpdated,
                   MetricValueUpdated, MetricSucceeded, MetricExpired>;
  using Command =
      std::variant<CreateMetric, UpdateMetricDetails, UpdateMetricTarget, UpdateMetricDeadline,
                   UpdateMetricValue, SucceedMetric, ExpireMetric>;

  bool exists = false;
  Decimal target;
  Decimal value;
  Time deadline;
  bool has_reached = false;  // the target, once: raising it later takes nothing back
  bool has_succeeded = false;
  bool has_expired = false;  // at the present deadline
};

using Decision = daybook::Decision<Metric>;  // events to append, or a refusal

Decision decide(const CreateMetric&, const Metric&);
Decision decide(const UpdateMetricDetails&, const Metric&);
Decision decide(const UpdateMetricTarget&, const Metric&);
Decision decide(const UpdateMetricDeadline&, const Metric&);
Decision decide(const UpdateMetricValue&, const Metric&);
Decision decide(const SucceedMetric&, const Metric&);
Decision decide(const ExpireMetric&, const Metric&);

void evolve(Metric&, const MetricCreated&);
void evolve(Metric&, const MetricDetailsUpdated&);
void evolve(Metric&, const MetricTargetUpdated&);
void evolve(Metric&, const MetricDeadlineUpdated&);
void evolve(Metric&, const MetricValueUpdated&);
void evolve(Metric&, const MetricSucceeded&);
void evolve(Metric&, const MetricExpired&);

}  // namespace metrics
