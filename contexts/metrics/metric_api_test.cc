// The metrics' routes, asked as HTTP would ask them.
#include <gtest/gtest-spi.h>

#include "contexts/metrics/metric.h"
#include "daybook/testing_api.h"

namespace metrics {

daybook::Context context();

namespace {

using daybook::testing::Answered;
using std::chrono::hours;

class MetricsApiTest : public ::testing::Test {
 protected:
  // The clock begins at 2026-01-01T00:00:00Z.
  static std::string body(std::string_view deadline = "2026-02-01T00:00:00Z") {
    return R"({"name":"Users","description":"Who came back","target":100,"unit":"users",)"
           R"("deadline":")" +
           std::string(deadline) + R"("})";
  }
  std::string create(std::string_view deadline = "2026-02-01T00:00:00Z") {
    return api.post("/metrics", body(deadline)).text("/id");
  }
  Answered put(const std::string& id, const std::string& part, const std::string& given) {
    return api.put("/metrics/" + id + "/" + part, given);
  }
  Answered value(const std::string& id, const std::string& to) {
    return put(id, "value", R"({"value":)" + to + "}");
  }
  std::string status(const std::string& id) { return api.get("/metrics/" + id).text("/status"); }
  std::string listed(const std::string& query) {
    std::string ids;
    const auto list = api.get("/metrics?" + query);
    for (int i = 0; !list.text("/metrics/" + std::to_string(i)).empty(); ++i) {
      ids += list.text("/metrics/" + std::to_string(i) + "/name") + " ";
    }
    return ids;
  }
  std::string types(const std::string& id) {
    std::string all;
    const auto history = api.get("/metrics/" + id + "/events");
    for (int i = 0; !history.text("/events/" + std::to_string(i)).empty(); ++i) {
      all += history.text("/events/" + std::to_string(i) + "/type") + " ";
    }
    return all;
  }

  daybook::testing::ApiUnderTest api{context()};
};

TEST_F(MetricsApiTest, shows_a_new_metric) {
  const auto made = api.post("/metrics", body());
  EXPECT_EQ(made.status(), 201) << made;
  EXPECT_EQ(made.text("/version"), "1");
  const auto id = made.text("/id");
  EXPECT_EQ(api.get("/metrics/" + id).text(""),
            R"({"id":")" + id +
                R"(","name":"Users","description":"Who came back","target":100,"unit":"users",)"
                R"("deadline":"2026-02-01T00:00:00.000000Z","value":0,"values":[],)"
                R"("status":"active","version":1})");
}

TEST_F(MetricsApiTest, changes_details_target_and_deadline) {
  const auto id = create();
  EXPECT_EQ(
      put(id, "details", R"({"name":"Readers","description":"","unit":"people"})").text("/name"),
      "Readers");
  EXPECT_EQ(put(id, "target", R"({"target":"250.5"})").text("/target"), "250.5");
  EXPECT_EQ(put(id, "deadline", R"({"deadline":"2026-03-01T12:00:00+02:00"})").text("/deadline"),
            "2026-03-01T10:00:00.000000Z");
  EXPECT_EQ(types(id),
            "MetricCreated MetricDetailsUpdated MetricTargetUpdated MetricDeadlineUpdated ");
}

TEST_F(MetricsApiTest, keeps_the_series_of_its_values) {
  const auto id = create();
  ASSERT_TRUE(value(id, "10"));
  api.clock().advance(hours(1));
  ASSERT_TRUE(value(id, "12.5"));
  const std::string series = R"([{"value":10,"date":"2026-01-01T00:00:00.000000Z"},)"
                             R"({"value":12.5,"date":"2026-01-01T01:00:00.000000Z"}])";
  EXPECT_EQ(api.get("/metrics/" + id + "/values").text("/values"), series);
  EXPECT_EQ(api.get("/metrics/" + id).text("/values"), series);
  EXPECT_EQ(api.get("/metrics/" + id + "/values?version=2").text("/values/1"), "");
  EXPECT_EQ(api.get("/metrics/nobody/values").code(), "not-found");
}

TEST_F(MetricsApiTest, succeeds_once_and_for_good) {
  const auto id = create();
  ASSERT_TRUE(value(id, "100"));
  api.settle();
  ASSERT_TRUE(value(id, "101"));
  ASSERT_TRUE(put(id, "target", R"({"target":900})"));
  api.clock().advance(hours(24 * 60));
  api.settle();
  EXPECT_EQ(status(id), "successful");
  EXPECT_EQ(types(id),
            "MetricCreated MetricValueUpdated MetricSucceeded MetricValueUpdated "
            "MetricTargetUpdated ");
}

TEST_F(MetricsApiTest, expires_once_and_comes_back_with_a_new_deadline) {
  const auto id = create();
  ASSERT_TRUE(value(id, "99"));
  api.clock().advance(hours(24 * 31));
  api.settle();
  EXPECT_EQ(status(id), "expired");
  EXPECT_EQ(value(id, "100").code(), "after-the-deadline");
  EXPECT_EQ(put(id, "deadline", R"({"deadline":"2026-03-01T00:00:00Z"})").text("/status"),
            "active");
  ASSERT_TRUE(value(id, "100"));
  api.settle();
  EXPECT_EQ(status(id), "successful");
  EXPECT_EQ(types(id),
            "MetricCreated MetricValueUpdated MetricExpired MetricDeadlineUpdated "
            "MetricValueUpdated MetricSucceeded ");
}

TEST_F(MetricsApiTest, expires_again_at_the_next_deadline) {
  const auto id = create();
  api.clock().advance(hours(24 * 32));
  api.settle();
  ASSERT_TRUE(put(id, "deadline", R"({"deadline":"2026-03-01T00:00:00Z"})"));
  api.settle();
  EXPECT_EQ(status(id), "active");
  api.clock().advance(hours(24 * 32));
  api.settle();
  EXPECT_EQ(types(id), "MetricCreated MetricExpired MetricDeadlineUpdated MetricExpired ");
}

TEST_F(MetricsApiTest, does_not_expire_at_a_deadline_that_was_moved) {
  const auto id = create("2026-01-02T00:00:00Z");
  ASSERT_TRUE(put(id, "deadline", R"({"deadline":"2026-06-01T00:00:00Z"})"));
  api.clock().advance(hours(48));
  api.settle();
  EXPECT_EQ(status(id), "active");
}

TEST_F(MetricsApiTest, lists_by_expired_and_successful) {
  const auto name = [&](const std::string& id, const std::string& to) {
    ASSERT_TRUE(put(id, "details", R"({"name":")" + to + R"(","description":"","unit":"u"})"));
  };
  const auto active = create("2026-06-01T00:00:00Z");
  const auto done = create();
  const auto missed = create();
  name(active, "active");
  name(done, "done");
  name(missed, "missed");
  ASSERT_TRUE(value(done, "100"));
  api.clock().advance(hours(24 * 40));
  api.settle();
  EXPECT_EQ(listed(""), "active done missed ");
  EXPECT_EQ(listed("expired=true"), "missed ");
  EXPECT_EQ(listed("expired=false"), "active done ");
  EXPECT_EQ(listed("successful=true"), "done ");
  EXPECT_EQ(listed("expired=false&successful=false"), "active ");
  EXPECT_EQ(api.get("/metrics?expired=maybe").code(), "invalid-expired");
}

TEST_F(MetricsApiTest, refuses_what_breaks_a_rule_with_its_status_and_words) {
  const auto id = create();
  ASSERT_TRUE(value(id, "50"));
  const auto refused = [](const Answered& answered) {
    if (answered) return std::string("accepted");
    const daybook::Error& error = answered.result.error();
    return std::string(error.blame == daybook::Blame::rule ? "422 " : "400 ") + error.detail;
  };
  EXPECT_EQ(refused(api.post("/metrics", body("2025-12-31T23:59:59Z"))),
            "422 A deadline can't be lower than today's date");
  EXPECT_EQ(refused(put(id, "deadline", R"({"deadline":"2025-01-01T00:00:00Z"})")),
            "422 A deadline can't be lower than today's date");
  EXPECT_EQ(refused(put(id, "target", R"({"target":49})")),
            "400 A target can't be set smaller than the value");
  EXPECT_EQ(refused(value(id, "49")), "400 A metric value can't be decreased");
  api.clock().advance(hours(24 * 32));
  EXPECT_EQ(refused(put(id, "target", R"({"target":500})")),
            "422 A target can't be changed after the deadline");
  EXPECT_EQ(refused(value(id, "60")), "422 Value can't be updated after the deadline");
}

TEST_F(MetricsApiTest, refuses_bodies_that_are_no_metric_and_keeps_nothing) {
  const std::pair<const char*, const char*> bodies[] = {
      {R"({"description":"d","target":1,"unit":"u","deadline":"2027-01-01T00:00:00Z"})",
       "missing-field /name"},
      {R"({"name":"n","target":1,"unit":"u","deadline":"2027-01-01T00:00:00Z"})",
       "missing-field /description"},
      {R"({"name":"n","description":"d","unit":"u","deadline":"2027-01-01T00:00:00Z"})",
       "missing-field /target"},
      {R"({"name":"n","description":"d","target":1,"unit":"u"})", "missing-field /deadline"},
      {R"({"name":"n","description":"d","target":true,"unit":"u","deadline":"2027-01-01"})",
       "wrong-type /target"},
      {R"({"name":"n","description":"d","target":1,"unit":3,"deadline":"2027-01-01"})",
       "wrong-type /unit"},
  };
  for (const auto& [given, wanted] : bodies) {
    const auto refused = api.post("/metrics", given);
    ASSERT_FALSE(refused) << given;
    EXPECT_EQ(refused.code() + " " + refused.result.error().pointer, wanted) << given;
  }
  EXPECT_FALSE(api.post("/metrics", body("tomorrow")));
  EXPECT_EQ(api.store().head(), daybook::Position{0});
}

TEST_F(MetricsApiTest, refuses_versions_behind_and_ahead_and_unknown_metrics) {
  const auto id = create();
  EXPECT_EQ(put(id, "value", R"({"value":1,"expectedVersion":0})").code(), "version-conflict");
  EXPECT_EQ(put(id, "value", R"({"value":1,"expectedVersion":2})").code(), "version-conflict");
  EXPECT_TRUE(put(id, "value", R"({"value":1,"expectedVersion":1})"));
  for (const char* part : {"details", "target", "deadline", "value"}) {
    EXPECT_EQ(put("nobody", part,
                  R"({"name":"n","description":"","unit":"u","target":1,"value":1,)"
                  R"("deadline":"2027-01-01T00:00:00Z"})")
                  .code(),
              "not-found")
        << part;
  }
  EXPECT_EQ(api.get("/metrics/nobody").code(), "not-found");
  EXPECT_EQ(api.get("/metrics/nobody/events").code(), "not-found");
}

TEST_F(MetricsApiTest, tells_nobody_else_how_to_make_a_metric_succeed_or_expire) {
  Answered answered{std::unexpected(daybook::Error())};
  EXPECT_NONFATAL_FAILURE(answered = api.send("SucceedMetric", "{}"),
                          "there is no command SucceedMetric");
}

}  // namespace
}  // namespace metrics
