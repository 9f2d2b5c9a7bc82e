#include "contexts/metrics/outcome.h"

#include "daybook/testing_process.h"

namespace metrics {
namespace {

using daybook::testing::given_process;
using std::chrono::hours;

const Time noon = *daybook::parse_time("2026-03-01T12:00:00Z");

Decimal number(std::string_view text) { return *Decimal::parse(text); }
MetricCreated created() { return {"Users", "", number("100"), "users", noon}; }

TEST(MetricOutcome, waits_for_the_deadline) {
  given_process<Outcome>("m1").when(created()).then_sends_nothing().then_deadline("deadline", noon);
}

TEST(MetricOutcome, lets_a_metric_expire_when_its_deadline_passes) {
  given_process<Outcome>("m1", {created(), MetricValueUpdated{number("99.99")}})
      .when_due("deadline", noon + hours(3))
      .then_sends("m1", ExpireMetric{noon});
}

TEST(MetricOutcome, moves_with_the_deadline) {
  given_process<Outcome>("m1", {created()})
      .when(MetricDeadlineUpdated{noon + hours(1)})
      .then_deadline("deadline", noon + hours(1));
}

TEST(MetricOutcome, notices_a_value_at_the_target_and_waits_no_longer) {
  given_process<Outcome>("m1", {created()})
      .when(MetricValueUpdated{number("100.0")})
      .then_sends("m1", SucceedMetric{})
      .then_no_deadline("deadline");
}

TEST(MetricOutcome, notices_a_target_that_comes_down_to_the_value) {
  given_process<Outcome>("m1", {created(), MetricValueUpdated{number("60")}})
      .when(MetricTargetUpdated{number("60")})
      .then_sends("m1", SucceedMetric{});
}

TEST(MetricOutcome, notices_success_once) {
  const auto done = given_process<Outcome>("m1", {created(), MetricValueUpdated{number("100")}});
  done.when(MetricValueUpdated{number("120")}).then_sends_nothing();
  done.when(MetricDeadlineUpdated{noon + hours(1)})
      .then_sends_nothing()
      .then_no_deadline("deadline");
}

}  // namespace
}  // namespace metrics
