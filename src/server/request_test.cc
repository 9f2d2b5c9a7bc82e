// What is read from a request: its parameters, its preconditions, its trace, its origin.
#include <gtest/gtest.h>

#include "src/server/cors.h"
#include "src/server/query.h"
#include "src/server/request_trace.h"

namespace daybook::server {
namespace {

net::Request with_query(std::vector<net::Field> query) {
  net::Request request{.target = "/api/events?x", .query_list = std::move(query)};
  return request;
}

net::Request with_headers(std::vector<net::Field> headers) {
  net::Request request{.method = net::Method::post, .headers = std::move(headers)};
  return request;
}

TEST(Query, limits_a_page_to_1_to_1000_events) {
  EXPECT_EQ(*read_limit(with_query({})), 50u);
  EXPECT_EQ(*read_limit(with_query({{"limit", "1"}})), 1u);
  EXPECT_EQ(*read_limit(with_query({{"limit", "1000"}})), 1000u);
  for (const char* wrong : {"0", "1001", "-1", "", "x", "1.0", "99999999999999999999", "+5"}) {
    const auto limit = read_limit(with_query({{"limit", wrong}}));
    ASSERT_FALSE(limit) << wrong;
    EXPECT_EQ(limit.error().code, "invalid-limit");
    EXPECT_EQ(limit.error().pointer, "/limit");
  }
}

TEST(Query, reads_places_directions_and_times_or_says_which_is_wrong) {
  EXPECT_EQ(*read_number(with_query({}), "from"), std::nullopt);
  EXPECT_EQ(*read_number(with_query({{"from", "18446744073709551615"}}), "from"), UINT64_MAX);
  EXPECT_EQ(read_number(with_query({{"from", "-1"}}), "from").error().code, "invalid-from");
  EXPECT_EQ(*read_direction(with_query({{"direction", "backward"}})), Direction::backward);
  EXPECT_EQ(read_direction(with_query({{"direction", "up"}})).error().code, "invalid-direction");
  EXPECT_EQ(read_since(with_query({{"since", "yesterday"}})).error().code, "invalid-since");
}

TEST(Query, reads_an_offset_whose_plus_was_not_encoded) {
  const auto since = read_since(with_query({{"since", "2026-03-01T12:00:00 02:00"}}));
  ASSERT_TRUE(since && *since);
  EXPECT_EQ(to_text(**since), "2026-03-01T10:00:00.000000Z");
}

TEST(Query, takes_types_and_tags_repeated_or_with_commas) {
  const auto filter = read_filter(
      with_query({{"type", "A,B"}, {"type", "C"}, {"tag", "x"}, {"category", "account"}}));
  EXPECT_EQ(filter.types, (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(filter.tags, std::vector<std::string>{"x"});
  EXPECT_EQ(filter.category, "account");
}

TEST(Query, links_to_the_same_request_from_another_place) {
  EXPECT_EQ(link_with(with_query({{"type", "A&B"}, {"from", "3"}}), "from", "7"),
            "/api/events?type=A%26B&from=7");
}

TEST(Preconditions, take_a_version_in_quotes_and_nothing_like_it) {
  EXPECT_EQ(*read_if_match(with_headers({})), std::nullopt);
  EXPECT_EQ(*read_if_match(with_headers({{"If-Match", "\"3\""}})),
            ExpectedVersion::exactly(Version{3}));
  EXPECT_EQ(*read_if_match(with_headers({{"If-Match", "*"}})), ExpectedVersion::exists());
  for (const char* wrong : {"3", "\"3", "W/\"3\"", "\"x\"", "\"\"", "", "\"1\", \"2\""}) {
    const auto version = read_if_match(with_headers({{"If-Match", wrong}}));
    ASSERT_FALSE(version) << wrong;
    EXPECT_EQ(version.error().code, "invalid-if-match");
  }
}

TEST(Preconditions, take_one_of_the_two_headers) {
  EXPECT_EQ(*read_expected(with_headers({{"Daybook-Expected", "none"}})), ExpectedVersion::none());
  EXPECT_EQ(*read_expected(with_headers({{"Daybook-Expected", "any"}})), ExpectedVersion::any());
  EXPECT_FALSE(read_expected(with_headers({{"Daybook-Expected", "3"}})));
  EXPECT_FALSE(read_expected(with_headers({{"Daybook-Expected", "any"}, {"If-Match", "\"1\""}})));
}

TEST(ContentType, must_be_json_where_it_is_given) {
  for (const char* right : {"application/json", "Application/JSON; charset=UTF-8",
                            "application/vnd.x+json", "application/json;charset=\"utf-8\"", ""}) {
    EXPECT_TRUE(is_json_or_empty(with_headers({{"Content-Type", right}}))) << right;
  }
  for (const char* wrong : {"text/plain", "application/x-www-form-urlencoded", "text/json",
                            "application/json; charset=latin1", "application/jsonx"}) {
    EXPECT_FALSE(is_json_or_empty(with_headers({{"Content-Type", wrong}}))) << wrong;
  }
  EXPECT_TRUE(is_json_or_empty(with_headers({})));
  EXPECT_FALSE(is_json_or_empty(with_headers({{"Content-Encoding", "gzip"}})));
}

TEST(RequestTrace, continues_the_trace_of_the_caller) {
  const auto trace = read_trace(
      with_headers({{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
                    {"x-correlation-id", "c1"},
                    {"x-user-id", "ada"}}),
      system_ids());
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(*trace_id_of(trace->traceparent), trace->trace_id);
  EXPECT_FALSE(trace->traceparent.contains("00f067aa0ba902b7"));
  EXPECT_EQ(trace->correlation_id, "c1");
  EXPECT_EQ(trace->user, "ada");
  EXPECT_EQ(trace->source, "api");
}

TEST(RequestTrace, begins_one_where_there_is_none_or_a_malformed_one) {
  const auto trace =
      read_trace(with_headers({{"traceparent", "00-zz"}, {"x-source", "shop"}}), system_ids());
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->trace_id.size(), 32u);
  EXPECT_FALSE(trace->correlation_id.empty());
  EXPECT_EQ(trace->source, "shop");
}

TEST(RequestTrace, keeps_a_trace_id_as_the_caller_names_it) {
  EXPECT_EQ(read_trace(with_headers({{"x-trace-id", "my trace"}}), system_ids())->trace_id,
            "my trace");
}

TEST(RequestTrace, refuses_what_is_too_long_or_not_utf8) {
  const std::string long_value(257, 'x');
  EXPECT_EQ(read_trace(with_headers({{"x-user-id", long_value}}), system_ids()).error().code,
            "invalid-header");
  EXPECT_FALSE(read_trace(with_headers({{"x-source", "\xff"}}), system_ids()));
}

TEST(Cors, keeps_foreign_pages_from_changing_anything) {
  const Cors none({});
  const Cors some({"https://app.example"});
  const auto request =
      with_headers({{"Host", "127.0.0.1:3000"}, {"Origin", "https://app.example"}});
  ASSERT_TRUE(none.refusal(request));
  EXPECT_EQ(none.refusal(request)->status, 403);
  EXPECT_FALSE(some.refusal(request));
  EXPECT_FALSE(none.refusal(with_headers({{"Host", "127.0.0.1:3000"}})));
  EXPECT_FALSE(none.refusal(
      with_headers({{"Host", "127.0.0.1:3000"}, {"Origin", "http://127.0.0.1:3000"}})));
  EXPECT_TRUE(none.refusal(with_headers({{"Host", "127.0.0.1:3000"}, {"Origin", "null"}})));
}

// A name of the attacker's own may point to 127.0.0.1; then the page and the server look alike.
TEST(Cors, knows_its_own_pages_on_loopback_by_loopback_names_alone) {
  const auto request =
      with_headers({{"Host", "evil.example:3000"}, {"Origin", "http://evil.example:3000"}});
  EXPECT_TRUE(Cors({}, Reach::loopback).refusal(request));
  EXPECT_FALSE(Cors({}, Reach::network).refusal(request));
  for (const char* host : {"localhost:3000", "127.0.0.1", "[::1]:3000"}) {
    const std::string origin = std::string("http://") + host;
    EXPECT_FALSE(
        Cors({}, Reach::loopback).refusal(with_headers({{"Host", host}, {"Origin", origin}})))
        << host;
  }
}

TEST(Cors, answers_the_preflight_of_a_configured_origin_only) {
  const Cors cors({"https://app.example"});
  auto request =
      with_headers({{"Origin", "https://app.example"}, {"Access-Control-Request-Method", "POST"}});
  request.method = net::Method::options;
  ASSERT_TRUE(cors.preflight(request));
  EXPECT_EQ(cors.preflight(request)->status, 204);
  EXPECT_FALSE(Cors({"https://other.example"}).preflight(request));
  EXPECT_TRUE(Cors({"*"}).preflight(request));
}

TEST(Cors, lets_a_configured_page_read_the_answer) {
  const Cors cors({"https://app.example"});
  net::Headers headers;
  cors.add_headers(with_headers({{"Origin", "https://app.example"}}), headers);
  EXPECT_EQ(find_header(headers, "access-control-allow-origin"), "https://app.example");
  net::Headers foreign;
  cors.add_headers(with_headers({{"Origin", "https://evil.example"}}), foreign);
  EXPECT_EQ(find_header(foreign, "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(find_header(foreign, "Vary"), "Origin");
}

}  // namespace
}  // namespace daybook::server
