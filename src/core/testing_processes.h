// For tests: the processes of testing_task.h over stores in memory, with a clock that the test
// owns.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "daybook/api.h"
#include "daybook/processes.h"
#include "daybook/read_stores.h"
#include "daybook/stores.h"
#include "daybook/testing.h"
#include "src/core/guarded.h"
#include "src/core/testing_executor.h"
#include "src/core/testing_task_processes.h"

namespace daybook::testing_task {

class ProcessesTest : public ::testing::Test {
 protected:
  static constexpr auto patience = std::chrono::seconds(30);

  ProcessesTest() { api.add(tasks); }
  ~ProcessesTest() override { processes.reset(); }

  std::unique_ptr<Processes> make(EventStore& events, ReadStore& read_store, CommandSender send) {
    auto made = std::make_unique<Processes>(
        Processes::Parts{.events = events,
                         .rows = read_store,
                         .clock = clock,
                         .send = std::move(send),
                         .report =
                             [this](const Error& error) {
                               reports.with([&](auto& codes) { codes.push_back(error.code); });
                             }},
        Processes::Options{.retry = {.attempts = 3,
                                     .first = std::chrono::milliseconds(1),
                                     .longest = std::chrono::milliseconds(5)}});
    for (const ProcessMaker& maker : tasks.processes) made->add(maker(tasks));
    auto started = made->start();
    require(started.has_value(), "processes that start");
    return made;
  }
  void start() { processes = make(*store, *rows, command_sender(api)); }
  void stop() { processes.reset(); }
  void settle() { ASSERT_TRUE(processes->settle(within(patience))); }

  void append(const std::string& id, std::string type, std::string data = "{}") {
    auto done = store->append({.streams = {{StreamId("task", id),
                                            ExpectedVersion::any(),
                                            {{.type = std::move(type), .data = std::move(data)}}}}},
                              within(patience));
    require(done.has_value(), "an event of a task");
  }
  static std::string until(Time deadline) {
    return R"({"deadline":")" + to_text(deadline) + R"("})";
  }
  void create(const std::string& id, Time deadline) { append(id, "TaskCreated", until(deadline)); }

  // The data of all events of one type in a stream.
  std::vector<std::string> data_of(const std::string& stream, std::string_view type) {
    std::vector<std::string> data;
    const auto page =
        store->read_stream({.stream = *StreamId::parse(stream), .limit = 10'000}, within(patience));
    for (const RecordedEvent& event : page->events) {
      if (event.type == type) data.emplace_back(event.data);
    }
    return data;
  }
  std::vector<std::string> expired(const std::string& id) {
    return data_of("task-" + id, "TaskExpired");
  }
  std::vector<std::string> praised(const std::string& id) {
    return data_of("task-" + id, "TaskPraised");
  }
  ProcessStatus status(std::string_view name) {
    for (auto& one : processes->status()) {
      if (one.name == name) return one;
    }
    return {};
  }

  using Texts = std::vector<std::string>;

  testing::ManualClock clock;
  Guarded<std::vector<std::string>> reports;
  std::unique_ptr<EventStore> store = open_memory_store({.clock = &clock});
  std::unique_ptr<ReadStore> rows = open_memory_read_store();
  TestExecutor executor;
  Context tasks = context();
  Api api{{.store = *store,
           .clock = clock,
           .ids = system_ids(),
           .executor = executor.executor(),
           .report = {}}};
  std::unique_ptr<Processes> processes;
};

}  // namespace daybook::testing_task
