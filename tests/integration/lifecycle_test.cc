// Starting, stopping and dying.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

TEST(Lifecycle, keeps_everything_across_restarts) {
  Server server;
  const std::string path = "/api/accounts/" + open_account(server, "Ada", "5");
  const std::string before = server.get(path).body;
  const std::string events = server.get("/api/events").body;
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(server.stop(), 0);
    server.start();
    EXPECT_EQ(server.get(path).body, before);
    EXPECT_EQ(server.get("/api/events").body, events);
  }
  ASSERT_EQ(server.post(path + "/deposit", R"({"amount":1})").status, 200);
  server.kill();
  server.start();
  EXPECT_EQ(server.get(path).text("version"), server.get(path).text("version"));
  EXPECT_TRUE(server.get(path).body.contains(R"("balance":6)"));
}

TEST(Lifecycle, says_that_it_is_healthy_and_when_it_is_ready) {
  const Server server;
  EXPECT_EQ(server.get("/health").body, R"({"status":"ok"})");
  int status = 0;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (status != 200 && std::chrono::steady_clock::now() < deadline) {
    status = server.get("/health/ready").status;
  }
  EXPECT_EQ(status, 200);
}

TEST(Lifecycle, ends_on_sigint_as_on_sigterm) {
  Server server;
  server.process().send(SIGINT);
  EXPECT_EQ(server.process().wait(), 0);
}

TEST(Lifecycle, answers_what_it_has_accepted_before_it_ends) {
  Server server;
  const std::string path = "/api/accounts/" + open_account(server, "Ada");
  auto connection = server.connect();
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += request_text("POST", path + "/deposit", R"({"amount":1})");
  connection.send(bytes);
  connection.receive();  // the server has them, and is at work
  server.process().send(SIGTERM);
  int answered = 1;
  while (connection.receive().status == 200) ++answered;
  EXPECT_EQ(server.process().wait(), 0);
  server.start();
  const Json json = server.get(path).json();
  EXPECT_EQ(json.find("account")->find("balance")->text, std::to_string(answered));
}

TEST(Lifecycle, ends_although_clients_hang_on) {
  Server server;
  auto idle = server.connect();
  idle.send("GET /health HT");
  auto listener = server.connect();
  listener.send(request_text("GET", "/api/events/live"));
  listener.receive_until("\r\n\r\n");
  EXPECT_EQ(server.stop(), 0);
}

TEST(Lifecycle, lets_one_process_at_a_time_write_a_directory) {
  Server server;
  const Ran second = run_daybook({"serve", "--data", server.data(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.code, 1);
  EXPECT_EQ(second.output, "");
  EXPECT_TRUE(second.errors.contains(std::to_string(server.process().pid()))) << second.errors;
  EXPECT_EQ(std::ranges::count(second.errors, '\n'), 1);
  EXPECT_EQ(server.get("/health").status, 200);
}

TEST(Lifecycle, says_in_one_line_why_it_cannot_start) {
  const Server server;
  const TemporaryDirectory directory;
  std::ofstream(directory.path("file")) << "no directory";
  const std::vector<std::vector<std::string>> starts = {
      {"serve", "--data", directory.path("x"), "--listen",
       "127.0.0.1:" + std::to_string(server.port())},
      {"serve", "--data", directory.path("file"), "--listen", "127.0.0.1:0"},
      {"serve", "--data", "/proc/nowhere", "--listen", "127.0.0.1:0"},
      {"serve", "--data", directory.path("y"), "--listen", "nowhere.invalid:0", "--insecure"},
  };
  for (const auto& words : starts) {
    const Ran ran = run_daybook(words);
    EXPECT_EQ(ran.code, 1) << words[2];
    EXPECT_EQ(ran.output, "");
    EXPECT_TRUE(ran.errors.starts_with("daybook: ")) << ran.errors;
    EXPECT_EQ(std::ranges::count(ran.errors, '\n'), 1) << ran.errors;
  }
}

TEST(Lifecycle, refuses_options_that_it_does_not_know) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"fly"},
      {"serve", "--lissten", "x"},
      {"serve", "extra"},
      {"serve", "--listen", "3000"},
      {"serve", "--listen", "0.0.0.0:3000"},
      {"serve", "--store", "redis://x"},
      {"serve", "--log-level", "loud"},
      {"serve", "--log-format", "xml"},
      {"serve", "--cors-origin", "nowhere"},
      {"serve", "--config", "/nonexistent.toml"},
      {"serve", "--data", ""},
      {"append", "a-1"},
      {"read"},
      {"read", "a-1", "--all"},
      {"read", "--all", "--limit", "x"},
      {"streams", "--store", "foo:bar"},
      {"verify", "--store", "memory:"},
      {"demo", "--url", "ftp://x"},
      {"bench", "append", "--writers", "0"},
  };
  for (const auto& words : wrong) {
    const Ran ran = run_daybook(words);
    const std::string what = ::testing::PrintToString(words) + ran.errors;
    EXPECT_EQ(ran.code, 2) << what;
    EXPECT_EQ(ran.output, "") << what;
    EXPECT_TRUE(ran.errors.starts_with("daybook: ")) << what;
    EXPECT_EQ(std::ranges::count(ran.errors, '\n'), 1) << what;
  }
}

TEST(Lifecycle, takes_its_options_from_the_environment_and_from_a_file) {
  const Server server;
  const TemporaryDirectory directory;
  const std::string taken = "127.0.0.1:" + std::to_string(server.port());
  std::ofstream(directory.path("daybook.toml"))
      << "listen = '" << taken << "'\nstore = 'memory:'\n";
  const Ran from_file = run_daybook({"serve", "--config", directory.path("daybook.toml")});
  EXPECT_EQ(from_file.code, 1);  // the address is in use: it was read
  EXPECT_TRUE(from_file.errors.contains(taken)) << from_file.errors;
  const Ran from_environment =
      run_daybook({"serve"}, {"DAYBOOK_LISTEN=" + taken, "DAYBOOK_STORE=memory:"});
  EXPECT_EQ(from_environment.code, 1);
  EXPECT_TRUE(from_environment.errors.contains(taken)) << from_environment.errors;
}

TEST(Lifecycle, logs_one_json_line_for_each_request) {
  Server server({"--log-format", "json"});
  server.get("/api/events", {{"x-correlation-id", "c-1"}});
  server.get("/api/nothing");
  ASSERT_EQ(server.stop(), 0);
  const std::string log = server.process().errors();
  std::size_t requests = 0;
  for (std::size_t at = 0; at < log.size(); at = log.find('\n', at) + 1) {
    const auto line = parse_json(log.substr(at, log.find('\n', at) - at));
    ASSERT_TRUE(line) << log;
    if (line->find("message")->text != "request") continue;
    ++requests;
    EXPECT_NE(line->find("durationUs"), nullptr);
    EXPECT_NE(line->find("traceId"), nullptr);
    if (line->find("path")->text == "/api/events") {
      EXPECT_EQ(line->find("correlationId")->text, "c-1");
    }
  }
  EXPECT_EQ(requests, 2u);
}

}  // namespace
}  // namespace daybook::integration
