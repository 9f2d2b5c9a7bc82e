#include "src/server/problem.h"

#include <gtest/gtest.h>

#include "daybook/json.h"

namespace daybook::server {
namespace {

TEST(Problem, gives_each_kind_of_error_its_status) {
  EXPECT_EQ(status_of(refuse("c", "d", Blame::input)), 400);
  EXPECT_EQ(status_of(refuse("c", "d", Blame::unknown)), 404);
  EXPECT_EQ(status_of(refuse("c", "d", Blame::state)), 409);
  EXPECT_EQ(status_of(refuse("c", "d", Blame::rule)), 422);
  EXPECT_EQ(status_of(refuse("c", "d", Blame::size)), 413);
  EXPECT_EQ(status_of(version_conflict("a-1", Version{3})), 409);
  EXPECT_EQ(status_of(condition_conflict(Position{3})), 409);
  EXPECT_EQ(status_of(fault("disk-full", "d")), 503);
  EXPECT_EQ(status_of(fault("unreadable-event", "d")), 500);
}

TEST(Problem, says_everything_a_client_may_look_for) {
  const auto json = parse_json(body_of(problem_of(invalid("/a", "bad-a", "a \"is\" bad")), "t1"));
  ASSERT_TRUE(json);
  EXPECT_EQ(json->find("type")->text, "urn:daybook:problem:bad-a");
  EXPECT_EQ(json->find("title")->text, "Bad Request");
  EXPECT_EQ(json->find("status")->text, "400");
  EXPECT_EQ(json->find("detail")->text, "a \"is\" bad");
  EXPECT_EQ(json->find("error")->text, "a \"is\" bad");
  EXPECT_EQ(json->find("code")->text, "bad-a");
  EXPECT_EQ(json->find("pointer")->text, "/a");
  EXPECT_EQ(json->find("traceId")->text, "t1");
}

TEST(Problem, says_where_the_stream_of_a_conflict_really_is) {
  const auto json = parse_json(body_of(problem_of(version_conflict("a-1", Version{7})), "t"));
  ASSERT_TRUE(json);
  EXPECT_EQ(json->find("actualVersion")->text, "7");
  EXPECT_EQ(json->find("stream")->text, "a-1");
}

TEST(Problem, asks_to_come_back_when_trying_again_may_help) {
  const auto headers = response_of(problem_of(fault("overloaded", "d")), "t").headers;
  ASSERT_EQ(headers.size(), 1u);
  EXPECT_EQ(headers[0].first, "Retry-After");
  EXPECT_TRUE(response_of(problem_of(fault("unreadable-event", "d")), "t").headers.empty());
}

TEST(Problem, takes_on_the_trace_of_its_request) {
  auto response = response_of(problem_of(refuse("c", "old", Blame::input)), "old");
  set_trace_id(response, "old", "new");
  const auto json = parse_json(response.body);
  ASSERT_TRUE(json);
  EXPECT_EQ(json->find("traceId")->text, "new");
  EXPECT_EQ(json->find("detail")->text, "old");
}

}  // namespace
}  // namespace daybook::server
