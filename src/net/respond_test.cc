// Answers that come later, from other threads, in any order, or never.

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "src/net/test_server.h"

namespace daybook::net {
namespace {

using std::chrono::milliseconds;

// Keeps what it is asked, until the test answers.
class Desk {
 public:
  Handler handler() {
    return [this](const Request& request, Respond respond) {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(std::string(*request.param("id")), std::move(respond));
      more_.notify_all();
    };
  }

  std::vector<std::pair<std::string, Respond>> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    more_.wait_for(lock, std::chrono::seconds(20), [&] { return waiting_.size() >= count; });
    EXPECT_EQ(waiting_.size(), count);
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::vector<std::pair<std::string, Respond>> waiting_;
};

Router router_with(Desk& desk) {
  Router router;
  router.add(Method::get, "/later/{id}", desk.handler());
  return router;
}

std::string get_later(int id) {
  return "GET /later/" + std::to_string(id) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

TEST(Respond, keeps_the_order_of_requests_that_are_answered_out_of_order) {
  Desk desk;
  const auto server = start_server(router_with(desk));
  TestClient client(server->port());
  client.send(get_later(0) + get_later(1) + get_later(2) +
              "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  auto waiting = desk.wait_for(3);
  for (std::size_t i : {2u, 0u, 1u}) waiting[i].second({.body = waiting[i].first});
  for (const char* body : {"0", "1", "2", "hello"}) EXPECT_EQ(client.answer().body, body);
}

TEST(Respond, bounds_the_requests_in_flight_of_one_client) {
  Desk desk;
  const auto server = start_server(router_with(desk), {.limits = {.pipelined_max = 4}});
  TestClient client(server->port());
  std::string requests;
  for (int i = 0; i < 8; ++i) requests += get_later(i);
  client.send(requests);
  for (int round = 0; round < 2; ++round) {
    for (auto& [id, respond] : desk.wait_for(4)) respond({.body = id});
  }
  for (int i = 0; i < 8; ++i) EXPECT_EQ(client.answer().body, std::to_string(i));
}

TEST(Respond, answers_500_when_it_is_dropped_on_another_thread) {
  Desk desk;
  const auto server = start_server(router_with(desk));
  TestClient client(server->port());
  client.send(get_later(1));
  desk.wait_for(1).clear();
  EXPECT_EQ(client.answer().status, 500);
}

TEST(Respond, does_nothing_after_the_connection_or_the_server_has_gone) {
  Desk desk;
  auto server = start_server(router_with(desk));
  TestClient client(server->port());
  client.send(get_later(1) + get_later(2) + get_later(3));
  auto waiting = desk.wait_for(3);
  client.reset();
  TestClient other(server->port());
  while (server->connections() > 1) ASSERT_EQ(other.get("/hello").status, 200);
  waiting[0].second({.body = "too late"});
  EXPECT_EQ(other.get("/hello").status, 200);
  server.reset();
  waiting[1].second({.body = "much too late"});
  waiting.clear();
}

TEST(Respond, may_be_called_twice_and_counts_once) {
  Router router;
  router.add(Method::get, "/twice", [](const Request&, Respond respond) {
    respond({.body = "one"});
    respond({.body = "two"});
  });
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  EXPECT_EQ(client.get("/twice").body, "one");
  EXPECT_EQ(client.get("/hello").body, "hello");
}

// A store's writer thread in small: takes what is queued, answers all of it at once.
class Writer {
 public:
  void add(std::string id, Respond respond) {
    const std::lock_guard lock(mutex_);
    queue_.emplace_back(std::move(id), std::move(respond));
    more_.notify_one();
  }

 private:
  void run(std::stop_token stop) {
    while (!stop.stop_requested()) {
      std::unique_lock lock(mutex_);
      more_.wait(lock, stop, [&] { return !queue_.empty(); });
      auto batch = std::exchange(queue_, {});
      lock.unlock();
      for (auto& [id, respond] : batch) respond({.body = id});
    }
  }

  std::mutex mutex_;
  std::condition_variable_any more_;
  std::vector<std::pair<std::string, Respond>> queue_;
  std::jthread thread_{[this](std::stop_token stop) { run(stop); }};
};

TEST(Respond, serves_many_threads_that_answer_many_clients) {
  Writer writers[3];
  std::atomic<std::size_t> turn = 0;
  Router router;
  router.add(Method::get, "/later/{id}", [&](const Request& request, Respond respond) {
    writers[turn++ % 3].add(std::string(*request.param("id")), std::move(respond));
  });
  const auto server = start_server(std::move(router), {.io_threads = 2});
  std::vector<std::jthread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&] {
      TestClient client(server->port());
      for (int round = 0; round < 20; ++round) {
        std::string requests;
        for (int i = 0; i < 10; ++i) requests += get_later(i);
        client.send(requests);
        for (int i = 0; i < 10; ++i) ASSERT_EQ(client.answer().body, std::to_string(i));
      }
    });
  }
  clients.clear();
}

TEST(Respond, outlives_clients_that_leave_while_threads_answer) {
  Writer writer;
  Router router;
  router.add(Method::get, "/later/{id}", [&](const Request& request, Respond respond) {
    writer.add(std::string(*request.param("id")), std::move(respond));
  });
  const auto server = start_server(std::move(router), {.io_threads = 2});
  for (int i = 0; i < 100; ++i) {
    TestClient client(server->port());
    client.send(get_later(1) + get_later(2) + get_later(3));
    if (i % 3 == 0) client.read(20);
    client.reset();
  }
  EXPECT_EQ(TestClient(server->port()).get("/hello").status, 200);
}

}  // namespace
}  // namespace daybook::net
