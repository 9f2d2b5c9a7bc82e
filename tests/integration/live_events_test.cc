// Server-sent events: history, then live, each event once, across reconnects and restarts.
#include <gtest/gtest.h>

#include <thread>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

// A stream of events that the test follows.
class Listener {
 public:
  explicit Listener(const Server& server, const std::string& query = {},
                    const Headers& headers = {})
      : connection_(server.connect()) {
    connection_.send(request_text("GET", "/api/events/live" + query, {}, headers));
    head_ = connection_.receive_until("\r\n\r\n");
  }

  const std::string& head() const { return head_; }

  struct Message {
    std::uint64_t id = 0;
    Json data;
  };
  // The next event; an id of 0 when the stream ends instead.
  Message next() {
    while (true) {
      const std::size_t begin = text_.find("id: ");
      const std::size_t end = text_.find("\n\n", begin == text_.npos ? 0 : begin);
      if (begin != text_.npos && end != text_.npos) return take(begin, end);
      const std::string chunk = next_chunk();
      if (chunk.empty()) return {};
      text_ += chunk;
    }
  }

 private:
  // The body comes in chunks, each behind its length in hexadecimal.
  std::string next_chunk() {
    const std::string length = connection_.receive_until("\r\n");
    if (length.size() < 3) return {};
    std::string chunk = connection_.receive_bytes(std::stoull(length, nullptr, 16) + 2);
    chunk.resize(chunk.size() - std::min<std::size_t>(chunk.size(), 2));
    return chunk;
  }
  Message take(std::size_t begin, std::size_t end) {
    const std::string text = text_.substr(begin, end - begin);
    text_.erase(0, end + 2);
    const std::size_t line = text.find("\ndata: ");
    return {std::stoull(text.substr(4, line - 4)),
            parse_json(text.substr(line + 7)).value_or(Json{})};
  }

  Connection connection_;
  std::string head_, text_;
};

class LiveEvents : public ::testing::Test {
 protected:
  void append(const std::string& stream, const std::string& type = "T") {
    const Answer answer = server.post("/api/streams/" + stream + "/events",
                                      R"({"type":")" + type + R"(","data":{"a":1}})");
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  Server server;
};

TEST_F(LiveEvents, begin_with_history_and_go_on_live) {
  append("a-1");
  append("a-1");
  Listener listener(server);
  EXPECT_TRUE(listener.head().contains("Content-Type: text/event-stream"));
  EXPECT_EQ(listener.next().id, 1u);
  const auto second = listener.next();
  EXPECT_EQ(second.id, 2u);
  EXPECT_EQ(second.data.find("stream")->text, "a-1");
  append("b-1");
  EXPECT_EQ(listener.next().id, 3u);
}

TEST_F(LiveEvents, begin_after_a_position) {
  for (int i = 0; i < 5; ++i) append("a-1");
  Listener listener(server, "?from=3");
  EXPECT_EQ(listener.next().id, 4u);
}

TEST_F(LiveEvents, leave_out_what_was_not_asked_for) {
  append("a-1", "A");
  append("b-1", "B");
  append("a-2", "B");
  Listener category(server, "?category=b");
  EXPECT_EQ(category.next().id, 2u);
  Listener types(server, "?type=B&from=2");
  EXPECT_EQ(types.next().id, 3u);
  Listener stream(server, "?stream=a-2");
  EXPECT_EQ(stream.next().id, 3u);
}

TEST_F(LiveEvents, resume_from_the_last_id_even_across_a_restart) {
  append("a-1");
  append("a-1");
  {
    Listener listener(server);
    EXPECT_EQ(listener.next().id, 1u);
  }
  append("a-1");
  Listener resumed(server, "?from=0", {{"Last-Event-ID", "1"}});
  EXPECT_EQ(resumed.next().id, 2u);
  EXPECT_EQ(resumed.next().id, 3u);
  ASSERT_EQ(server.stop(), 0);
  EXPECT_EQ(resumed.next().id, 0u);
  server.start();
  Listener again(server, "", {{"Last-Event-ID", "3"}});
  append("a-1");
  EXPECT_EQ(again.next().id, 4u);
}

TEST_F(LiveEvents, put_an_event_on_one_line_whatever_its_data_look_like) {
  ASSERT_EQ(
      server.post("/api/streams/a-1/events", "{\"type\":\"T\",\"data\":{\n\"a\":\r\n 7}}").status,
      201);
  Listener listener(server);
  EXPECT_EQ(listener.next().data.find("data")->find("a")->text, "7");
}

TEST_F(LiveEvents, reach_each_of_many_listeners_once_and_in_order) {
  std::vector<Listener> listeners;
  for (int i = 0; i < 20; ++i) listeners.emplace_back(server);
  constexpr std::uint64_t events = 200;
  std::jthread writer([this] {
    for (std::uint64_t i = 0; i < events; ++i) append("a-" + std::to_string(i % 7));
  });
  for (Listener& listener : listeners) {
    for (std::uint64_t expected = 1; expected <= events; ++expected) {
      ASSERT_EQ(listener.next().id, expected);
    }
  }
}

TEST_F(LiveEvents, wait_for_a_client_that_does_not_read) {
  std::string data = "\"" + std::string(100'000, 'x') + "\"";
  Listener slow(server);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(server.post("/api/streams/a-1/events", R"({"type":"T","data":)" + data + "}").status,
              201);
  }
  for (std::uint64_t expected = 1; expected <= 100; ++expected) {
    ASSERT_EQ(slow.next().id, expected);
  }
}

}  // namespace
}  // namespace daybook::integration
