#include "contexts/metrics/metric.h"

#include "contexts/metrics/refusals.h"
#include "daybook/testing.h"

namespace metrics {
namespace {

using daybook::testing::given;
using std::chrono::hours;

const Time noon = *daybook::parse_time("2026-03-01T12:00:00Z");
const Time evening = noon + hours(6);

Decimal number(std::string_view text) { return *Decimal::parse(text); }

MetricCreated created() { return {"Users", "Who came back", number("100"), "users", evening}; }
CreateMetric create() { return {"Users", "Who came back", number("100"), "users", evening, noon}; }

TEST(Metric, begins_with_a_target_and_a_deadline) {
  given<Metric>().when(create()).then({created()});
}

TEST(Metric, may_be_due_this_very_moment_but_not_before) {
  auto command = create();
  command.deadline = noon;
  auto event = created();
  event.deadline = noon;
  given<Metric>().when(command).then({event});
  command.deadline = noon - std::chrono::microseconds(1);
  given<Metric>().when(command).then_refused("deadline-has-passed");
}

TEST(Metric, is_created_once) {
  given<Metric>({created()}).when(create()).then_refused(already_exists);
}

TEST(Metric, asks_for_a_name_a_unit_and_no_novel) {
  auto command = create();
  for (const auto& name : {std::string(), std::string("  "), std::string(201, 'n')}) {
    command.name = name;
    given<Metric>().when(command).then_refused("invalid-name");
  }
  command = create();
  command.description = std::string(2'001, 'd');
  given<Metric>().when(command).then_refused("invalid-description");
  command = create();
  command.unit = "";
  given<Metric>().when(command).then_refused("invalid-unit");
}

TEST(Metric, counts_characters_not_bytes) {
  auto command = create();
  command.name.clear();
  for (int i = 0; i < 200; ++i) command.name += "ł";
  auto event = created();
  event.name = command.name;
  given<Metric>().when(command).then({event});
}

TEST(Metric, has_no_target_below_its_value) {
  auto command = create();
  command.target = number("-0.01");
  given<Metric>().when(command).then_refused("target-below-value");
  given<Metric>({created(), MetricValueUpdated{number("40.5")}})
      .when(UpdateMetricTarget{number("40.4"), noon})
      .then_refused("target-below-value");
  given<Metric>({created(), MetricValueUpdated{number("40.5")}})
      .when(UpdateMetricTarget{number("40.50"), noon})
      .then({MetricTargetUpdated{number("40.5")}});
}

TEST(Metric, takes_values_that_do_not_fall) {
  const auto half = given<Metric>({created(), MetricValueUpdated{number("50")}});
  half.when(UpdateMetricValue{number("50"), noon}).then({MetricValueUpdated{number("50")}});
  half.when(UpdateMetricValue{number("1e3"), noon}).then({MetricValueUpdated{number("1000")}});
  half.when(UpdateMetricValue{number("49.99"), noon}).then_refused("value-decreased");
  given<Metric>({created()})
      .when(UpdateMetricValue{number("-1"), noon})
      .then_refused("value-decreased");
}

TEST(Metric, changes_neither_value_nor_target_after_the_deadline) {
  const auto metric = given<Metric>({created()});
  const Time late = evening + std::chrono::microseconds(1);
  metric.when(UpdateMetricTarget{number("200"), late}).then_refused(target_too_late);
  metric.when(UpdateMetricValue{number("1"), late}).then_refused(value_too_late);
  metric.when(UpdateMetricValue{number("1"), evening}).then({MetricValueUpdated{number("1")}});
}

TEST(Metric, is_over_once_it_has_expired_even_if_the_clock_went_back) {
  given<Metric>({created(), MetricExpired{evening}})
      .when(UpdateMetricValue{number("1"), noon})
      .then_refused(value_too_late);
}

TEST(Metric, says_that_it_is_too_late_before_it_looks_at_the_number) {
  given<Metric>({created(), MetricValueUpdated{number("50")}})
      .when(UpdateMetricValue{number("1"), evening + hours(1)})
      .then_refused(value_too_late);
}

TEST(Metric, goes_on_with_a_new_deadline) {
  const auto late = evening + hours(1);
  const auto expired = given<Metric>({created(), MetricExpired{evening}});
  expired.when(UpdateMetricDeadline{late, late}).then({MetricDeadlineUpdated{late}});
  expired.when(UpdateMetricDeadline{evening, late}).then_refused("deadline-has-passed");
  given<Metric>({created(), MetricExpired{evening}, MetricDeadlineUpdated{late}})
      .when(UpdateMetricValue{number("7"), late})
      .then({MetricValueUpdated{number("7")}});
}

TEST(Metric, is_described_anew_at_any_time) {
  given<Metric>({created(), MetricExpired{evening}})
      .when(UpdateMetricDetails{"Readers", "", "people"})
      .then({MetricDetailsUpdated{"Readers", "", "people"}});
  given<Metric>({created()})
      .when(UpdateMetricDetails{" ", "", "people"})
      .then_refused("invalid-name");
}

TEST(Metric, does_not_exist_before_it_is_created) {
  given<Metric>().when(UpdateMetricDetails{"a", "", "b"}).then_refused(unknown_metric);
  given<Metric>().when(UpdateMetricTarget{number("1"), noon}).then_refused(unknown_metric);
  given<Metric>().when(UpdateMetricDeadline{noon, noon}).then_refused(unknown_metric);
  given<Metric>().when(UpdateMetricValue{number("1"), noon}).then_refused(unknown_metric);
  given<Metric>().when(ExpireMetric{evening}).then_nothing();
  given<Metric>().when(SucceedMetric{}).then_nothing();
}

TEST(Metric, succeeds_once_however_often_it_is_told) {
  const auto full = MetricValueUpdated{number("100")};
  given<Metric>({created()}).when(SucceedMetric{}).then_nothing();
  given<Metric>({created(), full}).when(SucceedMetric{}).then({MetricSucceeded{number("100")}});
  given<Metric>({created(), full, MetricSucceeded{number("100")}})
      .when(SucceedMetric{})
      .then_nothing();
}

TEST(Metric, has_succeeded_even_if_the_target_is_raised_before_anybody_noticed) {
  given<Metric>({created(), MetricValueUpdated{number("100")}, MetricTargetUpdated{number("500")}})
      .when(SucceedMetric{})
      .then({MetricSucceeded{number("100")}});
}

TEST(Metric, expires_once_for_each_deadline) {
  const auto later = evening + hours(1);
  given<Metric>({created()}).when(ExpireMetric{evening}).then({MetricExpired{evening}});
  given<Metric>({created(), MetricExpired{evening}}).when(ExpireMetric{evening}).then_nothing();
  const auto revived =
      given<Metric>({created(), MetricExpired{evening}, MetricDeadlineUpdated{later}});
  revived.when(ExpireMetric{evening}).then_nothing();
  revived.when(ExpireMetric{later}).then({MetricExpired{later}});
}

TEST(Metric, does_not_expire_once_it_has_reached_its_target) {
  given<Metric>({created(), MetricValueUpdated{number("100")}})
      .when(ExpireMetric{evening})
      .then_nothing();
}

}  // namespace
}  // namespace metrics
