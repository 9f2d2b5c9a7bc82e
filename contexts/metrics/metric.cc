#include "contexts/metrics/metric.h"

#include <optional>

#include "contexts/metrics/refusals.h"
#include "daybook/form.h"
#include "daybook/text.h"

namespace metrics {
namespace {

using daybook::accept;
using daybook::characters;
using daybook::Error;
using daybook::within;

constexpr std::size_t name_max = 200;
constexpr std::size_t description_max = 2'000;
constexpr std::size_t unit_max = 50;

bool is_said(std::string_view text, std::size_t most) {
  return !daybook::is_blank(text) && characters(text) <= most;
}

std::optional<Error> fault_in(std::string_view name, std::string_view description,
                              std::string_view unit) {
  if (!is_said(name, name_max)) return within("/name", invalid_name);
  if (characters(description) > description_max) {
    return within("/description", invalid_description);
  }
  if (!is_said(unit, unit_max)) return within("/unit", invalid_unit);
  return std::nullopt;
}

// An expiry that is recorded counts, whatever the clock says now.
bool is_over(const Metric& metric, Time now) { return now > metric.deadline || metric.has_expired; }

void note_reached(Metric& metric) { metric.has_reached |= metric.value >= metric.target; }

}  // namespace

Decision decide(const CreateMetric& command, const Metric& metric) {
  if (auto fault = fault_in(command.name, command.description, command.unit)) return *fault;
  if (command.deadline < command.now) return within("/deadline", deadline_has_passed);
  if (command.target < metric.value) return within("/target", target_below_value);
  if (metric.exists) return already_exists;
  return accept(MetricCreated{command.name, command.description, command.target, command.unit,
                              command.deadline});
}

Decision decide(const UpdateMetricDetails& command, const Metric& metric) {
  if (!metric.exists) return unknown_metric;
  if (auto fault = fault_in(command.name, command.description, command.unit)) return *fault;
  return accept(MetricDetailsUpdated{command.name, command.description, command.unit});
}

Decision decide(const UpdateMetricTarget& command, const Metric& metric) {
  if (!metric.exists) return unknown_metric;
  if (is_over(metric, command.now)) return target_too_late;
  if (command.target < metric.value) return within("/target", target_below_value);
  return accept(MetricTargetUpdated{command.target});
}

Decision decide(const UpdateMetricDeadline& command, const Metric& metric) {
  if (!metric.exists) return unknown_metric;
  if (command.deadline < command.now) return within("/deadline", deadline_has_passed);
  return accept(MetricDeadlineUpdated{command.deadline});
}

Decision decide(const UpdateMetricValue& command, const Metric& metric) {
  if (!metric.exists) return unknown_metric;
  if (is_over(metric, command.now)) return value_too_late;
  if (command.value < metric.value) return within("/value", value_decreased);
  return accept(MetricValueUpdated{command.value});
}

Decision decide(const SucceedMetric&, const Metric& metric) {
  if (!metric.has_reached || metric.has_succeeded) return accept();
  return accept(MetricSucceeded{metric.value});
}

// A deadline that was moved meanwhile is no longer one.
Decision decide(const ExpireMetric& command, const Metric& metric) {
  const bool is_due = metric.exists && command.deadline == metric.deadline && !metric.has_expired;
  if (!is_due || metric.has_reached) return accept();
  return accept(MetricExpired{command.deadline});
}

void evolve(Metric& metric, const MetricCreated& event) {
  metric.exists = true;
  metric.target = event.target;
  metric.deadline = event.deadline;
  note_reached(metric);
}
void evolve(Metric&, const MetricDetailsUpdated&) {}
void evolve(Metric& metric, const MetricTargetUpdated& event) {
  metric.target = event.target;
  note_reached(metric);
}
void evolve(Metric& metric, const MetricDeadlineUpdated& event) {
  metric.has_expired &= event.deadline == metric.deadline;
  metric.deadline = event.deadline;
}
void evolve(Metric& metric, const MetricValueUpdated& event) {
  metric.value = event.value;
  note_reached(metric);
}
void evolve(Metric& metric, const MetricSucceeded&) { metric.has_succeeded = true; }
void evolve(Metric& metric, const MetricExpired&) { metric.has_expired = true; }

}  // namespace metrics
