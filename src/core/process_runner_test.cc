#include "src/core/process_runner.h"

#include <gtest/gtest.h>

#include "daybook/testing.h"
#include "src/core/testing_store.h"
#include "src/core/testing_task_processes.h"

namespace daybook::testing_task {
namespace {

using namespace std::chrono_literals;

constexpr Refusal no_thanks{"no-thanks", "No, thanks"};

class ProcessRunnerTest : public ::testing::Test {
 protected:
  // Appends one event of a task and gives the page it is on.
  EventPage append(const std::string& id, std::string type, std::string data,
                   std::string metadata = "{}") {
    NewEvent event{
        .type = std::move(type), .data = std::move(data), .metadata = std::move(metadata)};
    auto done = store.append({.streams = {{StreamId("task", id), ExpectedVersion::any(), {event}}}},
                             within(10s));
    require(done.has_value(), "an event of a task");
    return *store.read_log({.from = {done->position.value - 1}, .limit = 1}, within(10s));
  }

  EventPage created(const std::string& id, Time deadline) {
    return append(id, "TaskCreated", R"({"deadline":")" + to_text(deadline) + R"("})");
  }
  EventPage done(const std::string& id) { return append(id, "TaskDone", "{}"); }

  static void hear(ProcessRunner& runner, const EventPage& page) {
    const auto heard = runner.hear(page.events.front());
    ASSERT_TRUE(heard) << heard.error().detail;
  }

  std::vector<std::string> types_in(const StreamId& stream) {
    std::vector<std::string> types;
    const auto page = store.read_stream({.stream = stream}, within(10s));
    for (const RecordedEvent& event : page->events) types.emplace_back(event.type);
    return types;
  }
  EventPage page_of(const StreamId& stream) {
    return *store.read_stream({.stream = stream}, within(10s));
  }
  std::string data_of(const StreamId& stream, std::uint64_t version) {
    return std::string(page_of(stream).events.at(version - 1).data);
  }

  using Types = std::vector<std::string>;

  testing::ManualClock clock;
  GatedStore store;
  Context tasks = context();
  ProcessRunner deadlines{store, clock, process<TaskDeadlines>()(tasks)};
  ProcessRunner praise{store, clock, process<TaskPraise>()(tasks)};
  const StreamId t1 = *process_stream("task-deadlines", "t1");
  const StreamId all = *process_stream("task-praise", "all");
};

TEST_F(ProcessRunnerTest, records_what_it_heard_and_what_follows_in_one_append) {
  hear(deadlines, created("t1", clock.now() + 1h));
  EXPECT_EQ(t1.text(), "$process-task-deadlines:t1");
  EXPECT_EQ(types_in(t1), (Types{"EventHeard", "DeadlineSet"}));
  EXPECT_EQ(data_of(t1, 2), R"({"name":"deadline","due":"2026-01-01T01:00:00.000000Z"})");
}

TEST_F(ProcessRunnerTest, steps_once_however_often_an_event_is_delivered) {
  const auto page = done("t1");
  hear(praise, page);
  hear(praise, done("t2"));
  hear(praise, page);
  EXPECT_EQ(types_in(all),
            (Types{"EventHeard", "CommandRequested", "EventHeard", "CommandRequested"}));
  EXPECT_NE(data_of(all, 3).find(R"("state":{"done":2,"refused":""})"), std::string::npos);
}

TEST_F(ProcessRunnerTest, steps_once_when_another_engine_takes_the_same_step_meanwhile) {
  ProcessRunner other(store, clock, process<TaskPraise>()(tasks));
  const auto first = done("t1");
  const auto second = done("t2");
  bool is_first = true;
  store.before_append([&](int) {
    if (!std::exchange(is_first, false)) return;
    hear(other, second);  // the instance has moved on, and
    hear(other, first);   // this very step has been taken, from another state
  });
  hear(praise, first);
  EXPECT_EQ(types_in(all),
            (Types{"EventHeard", "CommandRequested", "EventHeard", "CommandRequested"}));
}

TEST_F(ProcessRunnerTest, takes_a_step_after_a_fault_of_the_store) {
  hear(praise, done("t0"));
  const auto page = done("t1");
  store.fail_reads(fault("disk-failed", "no"));
  EXPECT_EQ(praise.hear(page.events.front()).error().code, "disk-failed");
  store.fail_reads({});
  hear(praise, page);
  EXPECT_EQ(types_in(all).size(), 4U);
}

TEST_F(ProcessRunnerTest, keeps_who_asked_and_names_the_cause) {
  const auto page =
      append("t1", "TaskDone", "{}", R"({"correlationId":"c1","causationId":"x","user":"ada"})");
  hear(praise, page);
  const Trace trace = trace_of(page_of(all).events.front().metadata);
  EXPECT_EQ(trace.correlation_id, "c1");
  EXPECT_EQ(trace.causation_id, page.events.front().id.text());
  EXPECT_EQ(trace.user, "ada");
  EXPECT_EQ(trace.source, "process");
  EXPECT_EQ(praise.command(all, {2})->trace, trace);
}

TEST_F(ProcessRunnerTest, leaves_no_trace_of_what_means_nothing_to_it) {
  struct Deaf : TaskDeadlines {
    static Reaction on(const TaskCreated&, State&, const Recorded&) { return {}; }
    static Reaction on(const TaskMoved&, State&, const Recorded&) { return {}; }
    static Reaction on(const TaskDone&, State&, const Recorded&) { return {}; }
  };
  ProcessRunner deaf(store, clock, process<Deaf>()(tasks));
  hear(deaf, created("t1", clock.now()));
  EXPECT_TRUE(types_in(t1).empty());
}

TEST_F(ProcessRunnerTest, refuses_a_key_that_no_stream_can_have) {
  const auto page = created(std::string(250, 'x'), clock.now());
  EXPECT_EQ(deadlines.hear(page.events.front()).error().code, "invalid-stream");
}

TEST_F(ProcessRunnerTest, fires_a_deadline_once_and_not_before_its_time) {
  hear(deadlines, created("t1", clock.now() + 1h));
  EXPECT_FALSE(*deadlines.fire(t1, {2}));
  clock.advance(1h);
  EXPECT_TRUE(*deadlines.fire(t1, {2}));
  EXPECT_FALSE(*deadlines.fire(t1, {2}));
  EXPECT_EQ(types_in(t1),
            (Types{"EventHeard", "DeadlineSet", "DeadlineFired", "CommandRequested"}));
  const auto command = deadlines.command(t1, {4});
  EXPECT_EQ(command->name, "ExpireTask");
  EXPECT_EQ(command->id, "t1");
  EXPECT_EQ(command->data, R"({"deadline":"2026-01-01T01:00:00.000000Z"})");
}

TEST_F(ProcessRunnerTest, fires_no_deadline_that_was_moved_or_cancelled) {
  hear(deadlines, created("t1", clock.now() + 1h));
  hear(deadlines, append("t1", "TaskMoved", R"({"deadline":"2026-01-01T02:00:00Z"})"));
  clock.advance(3h);
  EXPECT_FALSE(*deadlines.fire(t1, {2}));
  hear(deadlines, done("t1"));
  EXPECT_FALSE(*deadlines.fire(t1, {4}));
  EXPECT_EQ(types_in(t1).size(), 6U);
}

TEST_F(ProcessRunnerTest, sends_a_command_under_the_same_key_each_time) {
  hear(praise, done("t1"));
  const auto command = praise.command(all, {2});
  EXPECT_EQ(command->key, "process:" + page_of(all).events[1].id.text());
  EXPECT_EQ(command->key, praise.command(all, {2})->key);
  EXPECT_EQ(praise.command(all, {1}).error().code, "unreadable-process");
  EXPECT_EQ(praise.command(all, {9}).error().code, "unreadable-process");
}

TEST_F(ProcessRunnerTest, records_an_answer_once_and_the_first_one_counts) {
  hear(praise, done("t1"));
  ASSERT_TRUE(praise.answered(all, {2}, {}));
  ASSERT_TRUE(praise.answered(all, {2}, std::unexpected(Error(no_thanks))));
  EXPECT_EQ(types_in(all), (Types{"EventHeard", "CommandRequested", "CommandAccepted"}));
}

TEST_F(ProcessRunnerTest, records_a_refusal_and_lets_the_process_hear_it) {
  hear(praise, done("t1"));
  ASSERT_TRUE(praise.answered(all, {2}, std::unexpected(Error(no_thanks))));
  EXPECT_EQ(data_of(all, 3),
            R"({"command":2,"name":"PraiseTask","code":"no-thanks","detail":"No, thanks",)"
            R"("state":{"done":1,"refused":"no-thanks"}})");
  hear(praise, done("t2"));
  EXPECT_NE(data_of(all, 4).find(R"("state":{"done":2,"refused":"no-thanks"})"), std::string::npos);
}

TEST_F(ProcessRunnerTest, finds_the_state_behind_many_answers) {
  for (int i = 0; i < 60; ++i) hear(praise, done("t" + std::to_string(i)));
  const auto page = store.read_stream({.stream = all, .limit = 200}, within(10s));
  for (const RecordedEvent& event : page->events) {
    if (event.type != "CommandRequested") continue;
    ASSERT_TRUE(praise.answered(all, event.version, {}));
  }
  hear(praise, done("one-more"));
  const auto last =
      store.read_stream({.stream = all, .limit = 2, .direction = Direction::backward}, within(10s));
  EXPECT_NE(last->events[1].data.find(R"("done":61)"), std::string_view::npos);
}

}  // namespace
}  // namespace daybook::testing_task
