// What the metrics context hands to the application.
#include "daybook/context.h"

#include "contexts/metrics/forms.h"
#include "contexts/metrics/metric_view.h"
#include "contexts/metrics/outcome.h"
#include "contexts/metrics/refusals.h"
#include "daybook/api.h"
#include "daybook/snapshot.h"

namespace metrics {

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options);

namespace {

using daybook::field;

// The names the log holds. They never change; a new meaning gets a new name and an upcaster.
daybook::Schema events() {
  using daybook::event;
  return {
      event("MetricCreated", field("name", &MetricCreated::name),
            field("description", &MetricCreated::description),
            field("target", &MetricCreated::target), field("unit", &MetricCreated::unit),
            field("deadline", &MetricCreated::deadline)),
      event("MetricDetailsUpdated", field("name", &MetricDetailsUpdated::name),
            field("description", &MetricDetailsUpdated::description),
            field("unit", &MetricDetailsUpdated::unit)),
      event("MetricTargetUpdated", field("target", &MetricTargetUpdated::target)),
      event("MetricDeadlineUpdated", field("deadline", &MetricDeadlineUpdated::deadline)),
      event("MetricValueUpdated", field("value", &MetricValueUpdated::value)),
      event("MetricSucceeded", field("value", &MetricSucceeded::value)),
      event("MetricExpired", field("deadline", &MetricExpired::deadline)),
  };
}

daybook::Schema commands() {
  using daybook::command;
  return {
      command("CreateMetric", field("name", &CreateMetric::name),
              field("description", &CreateMetric::description),
              field("target", &CreateMetric::target), field("unit", &CreateMetric::unit),
              field("deadline", &CreateMetric::deadline))
          .refusing({invalid_name, invalid_description, invalid_unit, deadline_has_passed,
                     target_below_value}),
      command("UpdateMetricDetails", field("name", &UpdateMetricDetails::name),
              field("description", &UpdateMetricDetails::description),
              field("unit", &UpdateMetricDetails::unit))
          .refusing({unknown_metric, invalid_name, invalid_description, invalid_unit}),
      command("UpdateMetricTarget", field("target", &UpdateMetricTarget::target))
          .refusing({unknown_metric, target_too_late, target_below_value}),
      command("UpdateMetricDeadline", field("deadline", &UpdateMetricDeadline::deadline))
          .refusing({unknown_metric, deadline_has_passed}),
      command("UpdateMetricValue", field("value", &UpdateMetricValue::value))
          .refusing({unknown_metric, value_too_late, value_decreased}),
      command<SucceedMetric>("SucceedMetric"),
      command("ExpireMetric", field("deadline", &ExpireMetric::deadline)),
  };
}

daybook::Schema views() {
  return {
      daybook::view("Metric", field("id", &MetricView::id), field("name", &MetricView::name),
                    field("description", &MetricView::description),
                    field("target", &MetricView::target), field("unit", &MetricView::unit),
                    field("deadline", &MetricView::deadline), field("value", &MetricView::value),
                    field("values", &MetricView::values), field("status", &MetricView::status),
                    field("version", &MetricView::version)),
  };
}

// In snapshots: the series of a metric grows for as long as it is measured.
daybook::Schema states() {
  daybook::TypeSchema view = views().front();
  view.name = "MetricView";
  return {
      daybook::state("Metric", field("exists", &Metric::exists), field("target", &Metric::target),
                     field("value", &Metric::value), field("deadline", &Metric::deadline),
                     field("hasReached", &Metric::has_reached),
                     field("hasSucceeded", &Metric::has_succeeded),
                     field("hasExpired", &Metric::has_expired)),
      std::move(view),
  };
}

template <class Command>
void stamp(Command& command, const daybook::Stamp& with) {
  command.now = with.now;
}

void routes(daybook::Api& api) {
  auto metric = api.aggregate<Metric, MetricView>({.id = "id"});
  metric.create<CreateMetric>("/metrics", stamp);
  metric.put<UpdateMetricDetails>("/metrics/{id}/details");
  metric.put<UpdateMetricTarget>("/metrics/{id}/target", stamp);
  metric.put<UpdateMetricDeadline>("/metrics/{id}/deadline", stamp);
  metric.put<UpdateMetricValue>("/metrics/{id}/value", stamp);
  metric.internal<SucceedMetric>();
  metric.internal<ExpireMetric>();
  metric.get("/metrics/{id}");
  metric.part("/metrics/{id}/values", "values");
  metric.list(
      "/metrics", "metrics",
      {.flags = {{"expired", "status", "expired"}, {"successful", "status", "successful"}}});
  metric.history("/metrics/{id}/events");
}

}  // namespace

daybook::Context context() {
  return {.name = "metrics",
          .categories = {std::string(Metric::category)},
          .events = events(),
          .commands = commands(),
          .views = views(),
          .states = states(),
          .processes = {daybook::process<Outcome>()},
          .routes = routes,
          .demo = demo};
}

}  // namespace metrics
