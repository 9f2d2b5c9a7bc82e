// Keeping less of streams over HTTP.
#include <gtest/gtest.h>

#include <tuple>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

class RetentionOverHttp : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string event = R"({"type":"A","data":{}})";
    const Answer answer =
        server.post("/api/streams/note-1/events", "[" + event + "," + event + "," + event + "]");
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  Answer request(std::string_view method, const std::string& path, std::string_view body = {},
                 const Headers& headers = {}) {
    return server.connect().request(method, path, body, headers);
  }
  Answer retain(std::string_view body, const Headers& headers = {}) {
    return request("PUT", "/api/streams/note-1/retention", body, headers);
  }
  std::size_t shown() { return server.get("/api/streams/note-1/events").json().items.size(); }

  Server server;
};

TEST_F(RetentionOverHttp, tells_where_a_stream_stands) {
  const Answer answer = server.get("/api/streams/note-1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("etag"), "\"3\"");
  EXPECT_EQ(answer.text("version"), "3");
  EXPECT_EQ(answer.text("lastPosition"), "3");
  EXPECT_FALSE(answer.text("lastTime").empty());
  EXPECT_TRUE(answer.body.contains(R"("retention":{"tombstoned":false})")) << answer.body;
  const Answer unknown = server.get("/api/streams/note-9");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.text("code"), "unknown-stream");
}

TEST_F(RetentionOverHttp, keeps_what_it_was_told_to_keep) {
  const Answer answer = retain(R"({"truncateBefore":2,"maxAgeSeconds":3600,"maxCount":1})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("daybook-position"), "4");
  EXPECT_TRUE(answer.body.contains(
      R"("retention":{"truncateBefore":2,"maxAgeSeconds":3600,"maxCount":1,"tombstoned":false})"));
  EXPECT_EQ(shown(), 1u);
  EXPECT_EQ(retain("{}").status, 200);
  EXPECT_EQ(shown(), 2u);
}

TEST_F(RetentionOverHttp, refuses_what_is_malformed_and_points_at_it) {
  const std::tuple<const char*, const char*, const char*> refusals[] = {
      {R"({"maxCount":0})", "invalid-retention", "/maxCount"},
      {R"({"maxAge":1})", "invalid-retention", "/maxAge"},
      {"[]", "invalid-retention", ""},
      {"{", "malformed-json", ""},
      {"", "malformed-json", ""}};
  for (const auto& [body, code, pointer] : refusals) {
    const Answer answer = retain(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.text("code"), code) << body;
    EXPECT_EQ(answer.text("pointer"), pointer) << body;
  }
  const Answer beyond = retain(R"({"truncateBefore":5})");
  EXPECT_EQ(beyond.status, 409);
  EXPECT_EQ(beyond.text("code"), "invalid-retention");
  EXPECT_EQ(beyond.text("pointer"), "/truncateBefore");
  EXPECT_EQ(request("PUT", "/api/streams/$x-1/retention", "{}").text("code"), "system-stream");
  EXPECT_EQ(retain("{}", {{"If-Match", "\"2\""}}).text("code"), "version-conflict");
  EXPECT_EQ(retain("{}", {{"Content-Type", "text/plain"}}).status, 415);
}

TEST_F(RetentionOverHttp, deletes_a_stream_that_can_be_begun_again) {
  const Answer late = request("DELETE", "/api/streams/note-1", {}, {{"If-Match", "\"2\""}});
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.text("actualVersion"), "3");
  const Answer answer = request("DELETE", "/api/streams/note-1", {}, {{"If-Match", "\"3\""}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, R"({"stream":"note-1","version":0,)"
                         R"("retention":{"truncateBefore":4,"tombstoned":false}})");
  EXPECT_EQ(shown(), 0u);
  EXPECT_EQ(request("DELETE", "/api/streams/note-1").text("code"), "unknown-stream");
  const Answer again = server.post("/api/streams/note-1/events", R"({"type":"B","data":{}})",
                                   {{"Daybook-Expected", "none"}});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.text("version"), "4");
}

TEST_F(RetentionOverHttp, deletes_a_stream_for_ever) {
  EXPECT_EQ(request("DELETE", "/api/streams/note-1?tombstone=maybe").text("code"),
            "invalid-tombstone");
  EXPECT_EQ(request("DELETE", "/api/streams/note-1?tombstone=true").status, 200);
  EXPECT_TRUE(server.get("/api/streams/note-1").body.contains(R"("tombstoned":true)"));
  const Answer append = server.post("/api/streams/note-1/events", R"({"type":"B","data":{}})");
  EXPECT_EQ(append.status, 409);
  EXPECT_EQ(append.text("code"), "stream-tombstoned");
  EXPECT_EQ(request("DELETE", "/api/streams/note-1").text("code"), "stream-tombstoned");
  EXPECT_EQ(retain("{}").text("code"), "stream-tombstoned");
}

TEST_F(RetentionOverHttp, makes_a_change_once_under_its_key) {
  const Headers key{{"Idempotency-Key", std::string(200, 'k')}};
  EXPECT_FALSE(request("DELETE", "/api/streams/note-1", {}, key).body.contains("repeated"));
  const Answer again = request("DELETE", "/api/streams/note-1", {}, key);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_TRUE(again.body.contains(R"("repeated":true)"));
  EXPECT_EQ(again.header("daybook-position"), "4");
  for (const Answer& other : {request("DELETE", "/api/streams/note-2", {}, key),
                              request("DELETE", "/api/streams/note-1?tombstone=true", {}, key)}) {
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(other.text("code"), "idempotency-key-reused");
  }
  const Headers of_put{{"Idempotency-Key", "p"}};
  EXPECT_EQ(retain(R"({"maxCount":2})", of_put).status, 200);
  EXPECT_TRUE(retain(R"({"maxCount":2})", of_put).body.contains("repeated"));
  EXPECT_EQ(retain(R"({"maxCount":3})", of_put).text("code"), "idempotency-key-reused");
  EXPECT_EQ(retain("{}", {{"Idempotency-Key", std::string(257, 'k')}}).text("code"),
            "invalid-idempotency-key");
}

TEST_F(RetentionOverHttp, forgets_an_account_that_was_deleted_and_carries_out_its_commands_once) {
  const std::string id = open_account(server, "Ada");
  const Headers key{{"Idempotency-Key", "deposit-1"}};
  const std::string deposit = "/api/accounts/" + id + "/deposit";
  ASSERT_EQ(server.post(deposit, R"({"amount":5})", key).status, 200);
  const Answer deleted = request("DELETE", "/api/streams/account-" + id);
  ASSERT_EQ(deleted.status, 200) << deleted.body;
  EXPECT_EQ(server.get("/api/accounts/" + id + "?version=1").status, 404);
  const Answer again = server.post(deposit, R"({"amount":5})", key);
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(again.text("code"), "outcome-gone");
  EXPECT_EQ(server.post(deposit, R"({"amount":5})").status, 404) << "it is unknown";
}

TEST_F(RetentionOverHttp, scavenges_in_the_background) {
  EXPECT_EQ(server.get("/api/scavenge").body,
            R"({"running":false,"bytesDone":0,"bytesAll":0,"eventsRemoved":0,"bytesFreed":0})");
  ASSERT_EQ(retain(R"({"truncateBefore":3})").status, 200);
  const Answer started = server.post("/api/scavenge", "");
  EXPECT_EQ(started.status, 202) << started.body;
  Answer answer = server.get("/api/scavenge");
  for (int i = 0; i < 20'000 && answer.body.contains(R"("running":true)"); ++i) {
    answer = server.get("/api/scavenge");
  }
  EXPECT_TRUE(answer.body.contains(R"("running":false)"));
  EXPECT_TRUE(answer.body.contains("lastRun") || answer.body.contains("error")) << answer.body;
}

}  // namespace
}  // namespace daybook::integration
