// The event store over HTTP, as CONTRACTS has it.
#include <gtest/gtest.h>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

class StoreApi : public ::testing::Test {
 protected:
  Answer append(const std::string& stream, const std::string& events, const Headers& headers = {}) {
    return server.post("/api/streams/" + stream + "/events", events, headers);
  }
  static std::string event(const std::string& type, const std::string& rest = {}) {
    return R"({"type":")" + type + R"(","data":{})" + rest + "}";
  }
  // One member of each element of an array of objects.
  static std::vector<std::string> all(const Answer& answer, std::string_view member) {
    std::vector<std::string> texts;
    const Json json = answer.json();
    for (const Json& item : json.items) texts.push_back(item.find(member)->text);
    return texts;
  }
  using Texts = std::vector<std::string>;

  Server server;
};

TEST_F(StoreApi, appends_one_event_or_several_and_says_where_they_are) {
  const Answer one = append("note-1", event("A"));
  EXPECT_EQ(one.status, 201);
  EXPECT_EQ(one.body, R"({"appended":1,"version":1,"position":1})");
  EXPECT_EQ(one.header("etag"), "\"1\"");
  EXPECT_EQ(one.header("daybook-position"), "1");
  const Answer more = append("note-1", "[" + event("B") + "," + event("C") + "]");
  EXPECT_EQ(more.body, R"({"appended":2,"version":3,"position":3})");
}

TEST_F(StoreApi, returns_data_byte_for_byte) {
  const std::string data =
      "{ \"n\" : 1.50e+2,\t\"big\":123456789012345678901234567890,\n\"s\":\"\\u00e9\" }";
  ASSERT_EQ(append("note-1", R"({"type":"A","data":)" + data + "}").status, 201);
  EXPECT_TRUE(server.get("/api/streams/note-1/events").body.contains("\"data\":" + data + ","));
}

TEST_F(StoreApi, returns_whole_envelopes) {
  append("note-1", event("A", R"(,"tags":["x","y"],"metadata":{"note":"n"},
                               "id":"0193b0c4-0000-7000-8000-000000000001")"),
         {{"x-user-id", "ada"}, {"x-correlation-id", "c-1"}});
  const Json events = server.get("/api/streams/note-1/events").json();
  ASSERT_EQ(events.items.size(), 1u);
  const Json& found = events.items[0];
  EXPECT_EQ(found.find("id")->text, "0193b0c4-0000-7000-8000-000000000001");
  EXPECT_EQ(found.find("type")->text, "A");
  EXPECT_EQ(found.find("stream")->text, "note-1");
  EXPECT_EQ(found.find("version")->text, "1");
  EXPECT_EQ(found.find("position")->text, "1");
  EXPECT_EQ(found.find("schemaVersion")->text, "1");
  EXPECT_FALSE(found.find("recordedAt")->text.empty());
  EXPECT_EQ(found.find("tags")->items.size(), 2u);
  const Json& metadata = *found.find("metadata");
  EXPECT_EQ(metadata.find("user")->text, "ada");
  EXPECT_EQ(metadata.find("correlationId")->text, "c-1");
  EXPECT_EQ(metadata.find("source")->text, "api");
  EXPECT_EQ(metadata.find("note")->text, "n");
  EXPECT_FALSE(metadata.find("traceparent")->text.empty());
}

TEST_F(StoreApi, holds_a_stream_to_its_expected_version) {
  EXPECT_EQ(append("note-1", event("A"), {{"Daybook-Expected", "exists"}}).status, 409);
  EXPECT_EQ(append("note-1", event("A"), {{"Daybook-Expected", "none"}}).status, 201);
  EXPECT_EQ(append("note-1", event("B"), {{"If-Match", "\"1\""}}).status, 201);
  for (const char* wrong : {"\"1\"", "\"3\""}) {
    const Answer conflict = append("note-1", event("C"), {{"If-Match", wrong}});
    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(conflict.text("code"), "version-conflict");
    EXPECT_EQ(conflict.text("actualVersion"), "2");
  }
  EXPECT_EQ(append("note-1", event("C"), {{"Daybook-Expected", "any"}}).status, 201);
}

TEST_F(StoreApi, gives_the_first_answer_to_the_same_event_ids) {
  const std::string once = event("A", R"(,"id":"0193b0c4-0000-7000-8000-000000000001")");
  const Headers none{{"Daybook-Expected", "none"}};
  EXPECT_EQ(append("note-1", once, none).status, 201);
  append("note-1", event("B"));
  const Answer again = append("note-1", once, none);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, R"({"appended":1,"version":1,"position":1,"repeated":true})");
  const Answer other = append(
      "note-1", R"({"type":"A","data":{"other":1},"id":"0193b0c4-0000-7000-8000-000000000001"})");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.text("code"), "event-id-reused");
}

TEST_F(StoreApi, appends_to_several_streams_or_to_none) {
  const auto body = [](const std::string& expected) {
    return R"({"commitId":"c)" + expected + R"(","streams":[
      {"stream":"a-1","expected":"none","events":[{"type":"A","data":1}]},
      {"stream":"b-1","expected":)" +
           expected + R"(,"events":[{"type":"B","data":2}]}]})";
  };
  const Answer conflict = server.post("/api/append", body("7"));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.text("stream"), "b-1");
  EXPECT_EQ(server.get("/api/events").body, "[]");
  EXPECT_EQ(server.get("/api/commits/c7").status, 404);

  const Answer landed = server.post("/api/append", body("0"));
  EXPECT_EQ(landed.status, 201);
  EXPECT_EQ(landed.body, R"({"appended":2,"streams":[{"stream":"a-1","version":1},)"
                         R"({"stream":"b-1","version":1}],"position":2})");
  const Answer repeated = server.post("/api/append", body("0"));
  EXPECT_EQ(repeated.status, 200);
  EXPECT_TRUE(repeated.body.contains(R"("repeated":true)"));
  EXPECT_EQ(server.get("/api/commits/c0").body,
            R"({"landed":true,"streams":[{"stream":"a-1","version":1},)"
            R"({"stream":"b-1","version":1}],"position":2})");
}

TEST_F(StoreApi, refuses_an_append_whose_condition_an_event_breaks) {
  append("seat-1", event("SeatTaken", R"(,"tags":["seat:1"])"));
  const auto body = [](const std::string& after) {
    return R"({"streams":[{"stream":"seat-2","expected":"any","events":[{"type":"T","data":1}]}],
               "condition":{"query":[{"types":["SeatTaken"],"tags":["seat:1"]}],"after":)" +
           after + "}}";
  };
  const Answer conflict = server.post("/api/append", body("0"));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.text("code"), "condition-conflict");
  const Json json = conflict.json();
  ASSERT_NE(json.find("conflict"), nullptr) << conflict.body;
  EXPECT_EQ(json.find("conflict")->find("type")->text, "SeatTaken");
  EXPECT_EQ(json.find("conflict")->find("position")->text, "1");
  EXPECT_EQ(server.post("/api/append", body("1")).status, 201);
}

TEST_F(StoreApi, reads_a_stream_in_both_directions_and_links_onwards) {
  append("note-1", "[" + event("A") + "," + event("B") + "," + event("C") + "]");
  const std::string path = "/api/streams/note-1/events";
  EXPECT_EQ(all(server.get(path), "type"), (Texts{"A", "B", "C"}));
  EXPECT_EQ(all(server.get(path + "?from=1&limit=1"), "type"), Texts{"B"});
  EXPECT_EQ(all(server.get(path + "?direction=backward"), "type"), (Texts{"C", "B", "A"}));
  EXPECT_EQ(all(server.get(path + "?direction=backward&from=3&limit=1"), "type"), Texts{"B"});
  EXPECT_EQ(server.get("/api/streams/absent-1/events").body, "[]");

  const Answer page = server.get(path + "?limit=2");
  EXPECT_EQ(page.header("link"), "</api/streams/note-1/events?limit=2&from=2>; rel=\"next\"");
  const Answer last = server.get("/api/streams/note-1/events?limit=2&from=2");
  EXPECT_EQ(all(last, "type"), Texts{"C"});
  EXPECT_EQ(last.header("link"), "");
}

TEST_F(StoreApi, reads_the_log_with_filters) {
  append("a-1", event("A", R"(,"tags":["red","big"])"));
  append("b-1", event("B", R"(,"tags":["red"])"));
  append("a-2", event("C"));
  EXPECT_EQ(all(server.get("/api/events"), "position"), (Texts{"1", "2", "3"}));
  EXPECT_EQ(all(server.get("/api/events?category=a"), "type"), (Texts{"A", "C"}));
  EXPECT_EQ(all(server.get("/api/events?type=A,B"), "type"), (Texts{"A", "B"}));
  EXPECT_EQ(all(server.get("/api/events?type=A&type=C"), "type"), (Texts{"A", "C"}));
  EXPECT_EQ(all(server.get("/api/events?tag=red"), "type"), (Texts{"A", "B"}));
  EXPECT_EQ(all(server.get("/api/events?tag=red,big"), "type"), Texts{"A"});
  EXPECT_EQ(all(server.get("/api/events?from=2"), "type"), Texts{"C"});
  EXPECT_EQ(all(server.get("/api/events?direction=backward&limit=1"), "type"), Texts{"C"});
  EXPECT_EQ(all(server.get("/api/events?since=2000-01-01"), "type"), (Texts{"A", "B", "C"}));
  EXPECT_EQ(server.get("/api/events?since=2999-01-01T00:00:00Z").body, "[]");
  EXPECT_EQ(server.get("/api/events?limit=1").header("daybook-head"), "3");
}

TEST_F(StoreApi, lists_the_streams) {
  append("a-1", event("A"));
  append("b-1", "[" + event("B") + "," + event("B") + "]");
  const Json json = server.get("/api/streams").json();
  ASSERT_EQ(json.find("streams")->items.size(), 2u);
  EXPECT_EQ(json.find("streams")->items[1].find("stream")->text, "b-1");
  EXPECT_EQ(json.find("streams")->items[1].find("version")->text, "2");
  const Answer first = server.get("/api/streams?limit=1");
  ASSERT_FALSE(first.text("nextCursor").empty());
  const Json rest = server.get("/api/streams?limit=1&cursor=" + first.text("nextCursor")).json();
  ASSERT_EQ(rest.find("streams")->items.size(), 1u);
  EXPECT_EQ(rest.find("streams")->items[0].find("stream")->text, "b-1");
  EXPECT_EQ(server.get("/api/streams?category=a").json().find("streams")->items.size(), 1u);
}

TEST_F(StoreApi, answers_the_same_without_api) {
  append("a-1", event("A"));
  for (const char* path : {"/streams/a-1/events", "/events", "/streams"}) {
    EXPECT_EQ(server.get(path).body, server.get("/api" + std::string(path)).body) << path;
  }
  EXPECT_EQ(server.post("/streams/a-1/events", event("B")).status, 201);
}

TEST_F(StoreApi, answers_head_like_get_without_the_body) {
  append("a-1", event("A"));
  const Answer head = server.connect().request("HEAD", "/api/events");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), std::to_string(server.get("/api/events").body.size()));
}

TEST_F(StoreApi, keeps_large_events_whole) {
  const std::string data = "\"" + std::string(3 << 20, 'x') + "\"";
  ASSERT_EQ(append("big-1", R"({"type":"T","data":)" + data + "}").status, 201);
  EXPECT_TRUE(server.get("/api/streams/big-1/events").body.contains(data));
}

}  // namespace
}  // namespace daybook::integration
