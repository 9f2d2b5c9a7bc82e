#include "src/server/append_request.h"

#include <gtest/gtest.h>

#include "daybook/json.h"

namespace daybook::server {
namespace {

const Trace trace{.correlation_id = "c", .source = "api"};

std::string code_of(std::string_view body) {
  const auto list = read_events(body, trace);
  return list ? "" : list.error().code + " at " + list.error().pointer;
}

std::string append_code_of(std::string_view body) {
  const auto append = read_append(body, trace);
  return append ? "" : append.error().code + " at " + append.error().pointer;
}

TEST(AppendRequest, keeps_the_bytes_of_the_data) {
  const auto list =
      read_events("{\"type\":\"T\",\"data\": { \"n\" : 1.10,\n \"m\":1e400 } }", trace);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->events[0].data, "{ \"n\" : 1.10,\n \"m\":1e400 }");
  EXPECT_FALSE(list->is_array);
}

TEST(AppendRequest, reads_ids_tags_and_metadata) {
  const auto list = read_events(
      R"([{"type":"T","data":1,"id":"0193b0c4-0000-7000-8000-000000000001","tags":["a","b"],
           "metadata":{"note":"x","source":"import"}}])",
      trace);
  ASSERT_TRUE(list) << list.error().detail;
  const NewEvent& event = list->events.at(0);
  EXPECT_EQ(event.id.text(), "0193b0c4-0000-7000-8000-000000000001");
  EXPECT_EQ(event.tags, (std::vector<std::string>{"a", "b"}));
  const auto metadata = parse_json(event.metadata);
  ASSERT_TRUE(metadata);
  EXPECT_EQ(metadata->find("note")->text, "x");
  EXPECT_EQ(metadata->find("source")->text, "import");
  EXPECT_EQ(metadata->find("correlationId")->text, "c");
  EXPECT_TRUE(list->is_array);
}

TEST(AppendRequest, reads_the_version_of_the_schema) {
  EXPECT_EQ(read_events(R"({"type":"T","data":1})", trace)->events[0].schema_version, 1u);
  EXPECT_EQ(
      read_events(R"({"type":"T","data":1,"schemaVersion":3})", trace)->events[0].schema_version,
      3u);
  for (const char* version : {"0", "-1", "4294967296"}) {
    EXPECT_EQ(code_of(R"({"type":"T","data":1,"schemaVersion":)" + std::string(version) + "}"),
              "invalid-schema-version at /schemaVersion");
  }
  EXPECT_EQ(code_of(R"([{"type":"T","data":1,"schemaVersion":"1"}])"),
            "wrong-type at /0/schemaVersion");
}

TEST(AppendRequest, blames_what_is_wrong_with_a_pointer) {
  EXPECT_EQ(code_of("{"), "malformed-json at ");
  EXPECT_EQ(code_of("7"), "wrong-type at ");
  EXPECT_EQ(code_of(R"({"data":1})"), "missing-field at /type");
  EXPECT_EQ(code_of(R"({"type":"T"})"), "missing-field at /data");
  EXPECT_EQ(code_of(R"({"type":7,"data":1})"), "wrong-type at /type");
  EXPECT_EQ(code_of(R"([{"type":"T","data":1},{"type":"T","data":1,"id":"x"}])"),
            "wrong-type at /1/id");
  EXPECT_EQ(code_of(R"([{"type":"T","data":1,"tags":["a",1]}])"), "wrong-type at /0/tags/1");
  EXPECT_EQ(code_of(R"([{"type":"T","data":1,"metadata":[]}])"), "wrong-type at /0/metadata");
  EXPECT_EQ(code_of(R"([1])"), "wrong-type at /0");
}

TEST(AppendRequest, allows_data_as_deep_as_the_library_does) {
  const auto nested = [](int levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  const std::string deep = R"([{"type":"T","data":)" + nested(32) + "}]";
  EXPECT_EQ(code_of(deep), "");
  EXPECT_EQ(code_of(nested(100)), "too-deep at ");
}

TEST(AppendRequest, never_drops_metadata_that_it_cannot_read) {
  const std::string deep = std::string(34, '[') + std::string(34, ']');
  EXPECT_EQ(code_of(R"({"type":"T","data":1,"metadata":{"a":)" + deep + "}}"),
            "too-deep at /metadata");
}

TEST(AppendRequest, refuses_more_events_than_an_append_may_have) {
  std::string body = "[";
  for (int i = 0; i <= 10'000; ++i) body += R"({"type":"T","data":1},)";
  body.back() = ']';
  EXPECT_EQ(code_of(body), "too-many-events at ");
}

TEST(AppendRequest, reads_an_append_to_several_streams) {
  const auto append = read_append(
      R"({"commitId":"c1","streams":[
           {"stream":"a-1","expected":3,"events":[{"type":"T","data":{}}]},
           {"stream":"b-1","expected":"exists"}],
          "condition":{"query":[{"types":["A"],"tags":["t"]}],"after":9}})",
      trace);
  ASSERT_TRUE(append) << append.error().detail;
  EXPECT_EQ(append->commit_id, "c1");
  ASSERT_EQ(append->streams.size(), 2u);
  EXPECT_EQ(append->streams[0].expected, ExpectedVersion::exactly(Version{3}));
  EXPECT_EQ(append->streams[1].expected, ExpectedVersion::exists());
  EXPECT_TRUE(append->streams[1].events.empty());
  EXPECT_EQ(append->condition->after, Position{9});
  EXPECT_EQ(append->condition->query[0].types, std::vector<std::string>{"A"});
}

TEST(AppendRequest, blames_the_place_in_an_append_to_several_streams) {
  EXPECT_EQ(append_code_of("[]"), "wrong-type at ");
  EXPECT_EQ(append_code_of("{}"), "missing-field at /streams");
  EXPECT_EQ(append_code_of(R"({"streams":[{"expected":1}]})"),
            "missing-field at /streams/0/stream");
  EXPECT_EQ(append_code_of(R"({"streams":[{"stream":"$x","expected":1}]})"),
            "system-stream at /streams/0/stream");
  EXPECT_EQ(append_code_of(R"({"streams":[{"stream":"a","expected":-1}]})"),
            "invalid-expected-version at /streams/0/expected");
  EXPECT_EQ(append_code_of(R"({"streams":[{"stream":"a"}]})"),
            "missing-field at /streams/0/expected");
  EXPECT_EQ(append_code_of(R"({"streams":[{"stream":"a","expected":"any","events":[{}]}]})"),
            "missing-field at /streams/0/events/0/type");
  EXPECT_EQ(append_code_of(R"({"streams":[],"condition":{"query":[{"tags":1}],"after":0}})"),
            "wrong-type at /condition/query/0/tags");
  EXPECT_EQ(append_code_of(R"({"streams":[],"condition":{"query":[]}})"),
            "missing-field at /condition/after");
}

TEST(AppendRequest, turns_pointers_of_the_store_into_those_of_the_body) {
  EXPECT_EQ(pointer_in_events("/streams/0/events/3/data/x", true), "/3/data/x");
  EXPECT_EQ(pointer_in_events("/streams/0/events/0/data/x", false), "/data/x");
  EXPECT_EQ(pointer_in_events("/streams/0/events/0", false), "");
  EXPECT_EQ(pointer_in_events("/streams", true), "");
  EXPECT_EQ(pointer_in_events("", true), "");
}

}  // namespace
}  // namespace daybook::server
