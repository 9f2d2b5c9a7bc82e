// A server is killed while metrics come to their deadlines and targets: each outcome is recorded
// once, whoever was killed before it could say so.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "daybook/clock.h"
#include "daybook/json.h"
#include "src/net/http_client.h"
#include "tests/contract/temporary_directory.h"
#include "tests/crash/program.h"

namespace daybook::testing {
namespace {

using namespace std::chrono_literals;

constexpr int kills = 5;
constexpr int metrics = 40;

Json ask(const ServerProgram& server, std::string_view method, const std::string& path,
         const std::string& body = {}) {
  auto client = net::HttpClient::connect(*net::HttpUrl::parse(server.url()));
  if (!client) throw std::runtime_error(client.error());
  const auto answer = client->send(method, "/api" + path, body);
  if (!answer) throw std::runtime_error(answer.error());
  return parse_json(answer->body).value_or(Json());
}

// Half of them reach their target; all of them are due within seconds.
std::vector<std::string> create(const ServerProgram& server) {
  std::vector<std::string> ids;
  const Time now = system_clock().now();
  for (int i = 0; i < metrics; ++i) {
    const std::string deadline = to_text(now + 1s + i * 100ms);
    const Json made = ask(
        server, "POST", "/metrics",
        R"({"name":"m","description":"","unit":"u","target":5,"deadline":")" + deadline + R"("})");
    ids.push_back(made.find("id")->text);
    const bool succeeds = i % 2 == 0;
    ask(server, "PUT", "/metrics/" + ids.back() + "/value",
        succeeds ? R"({"value":5})" : R"({"value":4.99})");
  }
  return ids;
}

std::size_t count(const ServerProgram& server, const std::string& id, std::string_view type) {
  std::size_t found = 0;
  const Json history = ask(server, "GET", "/metrics/" + id + "/events");
  for (const Json& event : history.find("events")->items) found += event.find("type")->text == type;
  return found;
}

std::size_t active(const ServerProgram& server) {
  return ask(server, "GET", "/metrics?status=active&limit=1000").find("metrics")->items.size();
}

TEST(MetricsCrash, come_out_once_however_often_the_server_is_killed) {
  std::mt19937_64 random(std::random_device{}());
  const TemporaryDirectory directory;
  const std::string data = directory.path() / "data";
  std::vector<std::string> ids;
  for (int kill = 0; kill < kills; ++kill) {
    ServerProgram server(data);
    if (ids.empty()) ids = create(server);
    // At a moment that nobody chose, with requests under way until then.
    const auto moment = within(std::chrono::milliseconds(50 + random() % 900));
    while (std::chrono::steady_clock::now() < moment) active(server);
    server.signal(SIGKILL);
    EXPECT_EQ(server.end().signal, SIGKILL);
  }
  ServerProgram server(data);
  const auto deadline = within(30s);
  while (active(server) > 0 && std::chrono::steady_clock::now() < deadline) continue;
  for (int i = 0; i < metrics; ++i) {
    const bool succeeds = i % 2 == 0;
    const std::string& id = ids[static_cast<std::size_t>(i)];
    EXPECT_EQ(count(server, id, "MetricSucceeded"), succeeds ? 1u : 0u) << id;
    EXPECT_EQ(count(server, id, "MetricExpired"), succeeds ? 0u : 1u) << id;
  }
  server.signal(SIGTERM);
  EXPECT_EQ(server.end().exit_code, 0);
}

}  // namespace
}  // namespace daybook::testing
