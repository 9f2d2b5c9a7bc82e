// Random commands, a random clock: whatever happens, what the log says of a metric adds up.
#include <random>
#include <set>

#include "contexts/metrics/metric.h"
#include "daybook/testing_api.h"

namespace metrics {

daybook::Context context();

namespace {

using std::chrono::hours;

class RandomMetrics : public ::testing::TestWithParam<unsigned> {
 protected:
  int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }
  std::string time_from_now() {
    return daybook::to_text(api.clock().now() + hours(below(100) - 5));
  }

  void do_something(const std::string& id) {
    const std::string path = "/metrics/" + id;
    switch (below(5)) {
      case 0:
        api.put(path + "/target", R"({"target":)" + std::to_string(below(150)) + "}");
        break;
      case 1:
        api.put(path + "/deadline", R"({"deadline":")" + time_from_now() + R"("})");
        break;
      case 2:
      case 3:
        api.put(path + "/value", R"({"value":)" + std::to_string(below(130)) + "}");
        break;
      default:
        api.clock().advance(hours(below(30)));
        if (below(2) == 0) api.settle();
    }
  }

  // What the log says, and what must be so.
  struct Told {
    std::string status = "active";
    int successes = 0;
  };
  Told fold(const std::string& id) {
    Told told;
    double value = 0;
    std::string deadline;
    std::set<std::string> expired;
    const auto history = api.get("/metrics/" + id + "/events?limit=1000");
    for (int i = 0;; ++i) {
      const std::string at = "/events/" + std::to_string(i);
      const std::string type = history.text(at + "/type");
      if (type.empty()) return told;
      if (type == "MetricSucceeded") told = {"successful", told.successes + 1};
      if (type == "MetricValueUpdated") {
        const double next = std::stod(history.text(at + "/data/value"));
        EXPECT_GE(next, value);
        value = next;
      }
      if (type == "MetricCreated") deadline = history.text(at + "/data/deadline");
      if (type == "MetricDeadlineUpdated") {
        const std::string next = history.text(at + "/data/deadline");
        if (told.status == "expired" && next != deadline) told.status = "active";
        if (next != deadline) expired.clear();
        deadline = next;
      }
      if (type == "MetricExpired") {
        EXPECT_EQ(told.status, "active") << "at " << at;
        EXPECT_EQ(history.text(at + "/data/deadline"), deadline);
        EXPECT_TRUE(expired.insert(deadline).second) << "twice for one deadline";
        EXPECT_GE(history.text(at + "/recordedAt"), deadline);
        told.status = "expired";
      }
    }
  }

  std::mt19937 random{GetParam()};
  daybook::testing::ApiUnderTest api{context()};
};

TEST_P(RandomMetrics, are_told_by_their_events) {
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    const auto made = api.post(
        "/metrics", R"({"name":"n","description":"","target":100,"unit":"u","deadline":")" +
                        daybook::to_text(api.clock().now() + hours(50)) + R"("})");
    ids.push_back(made.text("/id"));
  }
  for (int step = 0; step < 60; ++step) do_something(ids[static_cast<std::size_t>(below(3))]);
  api.settle();
  for (const auto& id : ids) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()) + ", metric " + id);
    const Told told = fold(id);
    EXPECT_LE(told.successes, 1);
    EXPECT_EQ(api.get("/metrics/" + id).text("/status"), told.status);
    const auto listed =
        api.get(std::string("/metrics?expired=") + (told.status == "expired" ? "true" : "false"));
    EXPECT_NE(listed.text("").find(id), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMetrics, ::testing::Range(0u, 20u));

}  // namespace
}  // namespace metrics
