// For tests: a command handler over a gated store, and its answers as futures.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <string>

#include "daybook/command_handler.h"
#include "src/core/testing_counter.h"
#include "src/core/testing_executor.h"
#include "src/core/testing_store.h"

namespace daybook {

class HandlerTest : public ::testing::Test {
 protected:
  using Result = std::expected<CommandAnswer, Error>;

  CommandHandler& handler() {
    if (!handler_) handler_.emplace(store, model, executor.executor(), options);
    return *handler_;
  }
  void forget_handler() { handler_.reset(); }

  std::future<Result> send(const StreamId& to, CommandTask sent) {
    auto promise = std::make_shared<std::promise<Result>>();  // by the caller and the callback
    auto future = promise->get_future();
    handler().handle(to, std::move(sent),
                     [promise](Result result) { promise->set_value(std::move(result)); });
    return future;
  }
  std::future<Result> send(const StreamId& to, testing_counter::Count command = {}) {
    return send(to, testing_counter::task(model, command));
  }

  static Result get(std::future<Result> future) {
    const auto ready = future.wait_for(std::chrono::seconds(30));
    require(ready == std::future_status::ready, "an answer in time");
    return future.get();
  }

  std::string view(const StreamId& of) {
    std::promise<std::string> promise;
    handler().view(of, [&](std::expected<std::optional<CommandAnswer>, Error> view) {
      promise.set_value(!view ? view.error().code : *view ? (*view)->view : "none");
    });
    auto future = promise.get_future();
    const auto ready = future.wait_for(std::chrono::seconds(30));
    require(ready == std::future_status::ready, "a view in time");
    return future.get();
  }

  // Past the handler, by somebody else.
  void append_by_hand(const StreamId& to, std::int64_t by) {
    auto done = store.inner().append(
        {.streams = {{to, ExpectedVersion::any(), {testing_counter::counted(by)}}}},
        within(std::chrono::seconds(10)));
    require(done.has_value(), "an append by hand");
  }

  EventPage events_of(const StreamId& stream) {
    auto page = store.inner().read_stream({.stream = stream, .limit = 10'000},
                                          within(std::chrono::seconds(10)));
    require(page.has_value(), "events of a stream");
    return std::move(*page);
  }

  const testing_counter::Model model = testing_counter::model();
  const StreamId one{"counter", "1"};
  GatedStore store;
  TestExecutor executor;
  CommandHandler::Options options;

 private:
  std::optional<CommandHandler> handler_;
};

}  // namespace daybook
