// The stored forms of this context's events, each in a file under golden/.
#include "contexts/metrics/metric.h"
#include "daybook/testing_golden.h"

namespace metrics {

daybook::Context context();

namespace {

TEST(StoredMetrics, are_written_as_ever_and_read_for_ever) {
  const Decimal number = *Decimal::parse("12.5");
  const Time time = *daybook::parse_time("2026-03-01T12:00:00.000001Z");
  daybook::testing::expect_golden<Metric>(
      context(), DAYBOOK_CONTEXT_DIR "/golden",
      {{"MetricCreated.json", MetricCreated{"Users", "Who \"came\" back", number, "users", time}},
       {"MetricDetailsUpdated.json", MetricDetailsUpdated{"Łosie", "", "sztuk"}},
       {"MetricTargetUpdated.json", MetricTargetUpdated{number}},
       {"MetricDeadlineUpdated.json", MetricDeadlineUpdated{time}},
       {"MetricValueUpdated.json", MetricValueUpdated{number}},
       {"MetricSucceeded.json", MetricSucceeded{number}},
       {"MetricExpired.json", MetricExpired{time}}});
}

}  // namespace
}  // namespace metrics
