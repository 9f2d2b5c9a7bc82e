// For tests: the whole accounts API over a store in memory, asked as a transport would ask it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "daybook/api.h"
#include "daybook/read_stores.h"
#include "daybook/stores.h"
#include "daybook/testing.h"
#include "daybook/testing_api.h"

namespace accounts {

daybook::Context context();

using daybook::testing::refusal;

class AccountApiTest : public ::testing::Test {
 protected:
  using Result = std::expected<daybook::Reply, daybook::Error>;
  using Query = std::vector<std::pair<std::string, std::string>>;

  AccountApiTest() {
    api.add(accounts);
    daybook::require(api.start().has_value(), "projections that start");
  }

  Result run(const daybook::Operation& operation, daybook::Call call) {
    std::promise<Result> promise;
    auto answer = promise.get_future();
    operation.run(std::move(call), [&](Result result) { promise.set_value(std::move(result)); });
    daybook::require(answer.wait_for(std::chrono::seconds(30)) == std::future_status::ready,
                     "an answer in time");
    return answer.get();
  }

  const daybook::Operation& operation(std::string_view method, std::string_view path) {
    const auto& all = api.operations();
    const auto found = std::ranges::find_if(all, [&](const daybook::Operation& one) {
      return one.method == method && one.path == path;
    });
    daybook::require(found != all.end(), path);
    return *found;
  }

  Result command(std::string_view name, const std::string& id, std::string body) {
    return run(*api.find_command(name), {.id = id, .body = std::move(body)});
  }

  Result get(const std::string& id, Query query = {}) {
    return run(operation("GET", "/accounts/{id}"), {.id = id, .query = std::move(query)});
  }
  Result list(Query query = {}) {
    return run(operation("GET", "/accounts"), {.query = std::move(query)});
  }
  Result history(const std::string& id, Query query = {}) {
    return run(operation("GET", "/accounts/{id}/events"), {.id = id, .query = std::move(query)});
  }

  // Makes an account and gives its id.
  std::string create(std::string_view name = "Ada") {
    const auto reply = command(
        "CreateUser", "", R"({"name":")" + std::string(name) + R"(","email":"ada@example.org"})");
    daybook::require(reply.has_value(), "an account");
    return daybook::parse_json(reply->body)->find("accountId")->text;
  }

  // What the account's view in an answer says under this name, as text.
  static std::string member(const Result& result, std::string_view name) {
    if (!result) return result.error().code;
    const auto body = daybook::parse_json(result->body);
    const auto* account = body->find("account");
    const auto* found = account ? account->find(name) : nullptr;
    if (found == nullptr) return "none";
    return found->is(daybook::Json::Kind::boolean) ? (found->boolean ? "true" : "false")
                                                   : found->text;
  }

  void append_by_hand(const std::string& stream, std::string type, std::string data) {
    auto done = store->append({.streams = {{*daybook::StreamId::parse(stream),
                                            daybook::ExpectedVersion::any(),
                                            {{.type = std::move(type), .data = std::move(data)}}}}},
                              daybook::within(std::chrono::seconds(10)));
    daybook::require(done.has_value(), "an append by hand");
  }

  daybook::testing::ManualClock clock;
  daybook::testing::CountingIds ids;
  const std::unique_ptr<daybook::EventStore> store =
      daybook::open_memory_store({.clock = &clock, .ids = &ids});
  const std::unique_ptr<daybook::ReadStore> rows = daybook::open_memory_read_store();
  const daybook::Context accounts = context();
  std::mutex reports_mutex;
  std::vector<daybook::Error> reports;

 private:
  // A thread for each piece of work.
  std::mutex threads_mutex_;
  std::vector<std::jthread> threads_;

 protected:
  daybook::Api api{{.store = *store,
                    .clock = clock,
                    .ids = ids,
                    .executor =
                        [this](std::move_only_function<void()> work) {
                          std::lock_guard lock(threads_mutex_);
                          threads_.emplace_back(std::move(work));
                          return true;
                        },
                    .report =
                        [this](const daybook::Error& error) {
                          std::lock_guard lock(reports_mutex);
                          reports.push_back(error);
                        },
                    .rows = rows.get()}};
};

}  // namespace accounts
