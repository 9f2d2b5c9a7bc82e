#include "src/cli/bench_events.h"

#include <gtest/gtest.h>

#include "daybook/json.h"

namespace daybook::cli {
namespace {

TEST(BenchEvents, are_JSON_objects_of_exactly_the_size_that_was_asked_for) {
  for (const std::size_t bytes : {2, 3, 8, 19, 20, 60, 61, 62, 63, 64, 256, 5'000, 100'000}) {
    const NewEvent event = BenchEvents(bytes, bytes).event(7);
    for (const std::string& text : {event.data, event.metadata}) {
      EXPECT_EQ(text.size(), bytes);
      const auto json = parse_json(text);
      ASSERT_TRUE(json) << text;
      EXPECT_TRUE(json->is(Json::Kind::object)) << text;
    }
  }
}

TEST(BenchEvents, differ_from_each_other) {
  const BenchEvents events(256, 100);
  EXPECT_NE(events.event(1).data, events.event(2).data);
}

TEST(BenchEvents, make_bodies_of_requests) {
  const auto body = parse_json(BenchEvents(256, 100).body(7));
  ASSERT_TRUE(body);
  EXPECT_EQ(body->find("type")->text, "Measured");
  EXPECT_TRUE(body->find("data")->find("note"));
  EXPECT_TRUE(body->find("metadata")->find("correlationId"));
}

}  // namespace
}  // namespace daybook::cli
