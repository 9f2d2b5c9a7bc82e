#include "daybook/processes.h"

#include "src/core/testing_processes.h"

namespace daybook::testing_task {
namespace {

using namespace std::chrono_literals;

TEST_F(ProcessesTest, sends_a_command_when_a_deadline_passes_and_not_before) {
  start();
  const Time deadline = clock.now() + 1h;
  create("t1", deadline);
  settle();
  EXPECT_EQ(status("task-deadlines").next_deadline, deadline);
  EXPECT_EQ(expired("t1"), Texts());

  clock.advance(1h);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t1"), Texts{until(deadline)});
  EXPECT_EQ(status("task-deadlines").next_deadline, std::nullopt);
  EXPECT_EQ(data_of("$process-task-deadlines:t1", "CommandAccepted"), Texts{R"({"command":4})"});
}

TEST_F(ProcessesTest, notices_by_itself_that_the_clock_was_moved) {
  start();
  create("t1", clock.now() + 1h);
  settle();
  const Position before = store->head();
  clock.advance(1h);
  EXPECT_GT(store->wait(before, within(patience)), before);
}

TEST_F(ProcessesTest, fires_a_deadline_that_passed_while_nobody_was_there_once) {
  const Time deadline = clock.now() + 1h;
  start();
  create("t1", deadline);
  settle();
  for (int restarts = 0; restarts < 3; ++restarts) {
    stop();
    clock.advance(24h);
    start();
    settle();
    EXPECT_EQ(expired("t1"), Texts{until(deadline)});
  }
}

TEST_F(ProcessesTest, keeps_pending_deadlines_over_a_restart) {
  const Time deadline = clock.now() + 1h;
  start();
  create("t1", deadline);
  settle();
  stop();
  start();
  settle();
  EXPECT_EQ(expired("t1"), Texts());
  EXPECT_EQ(status("task-deadlines").next_deadline, deadline);
  clock.advance(2h);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t1"), Texts{until(deadline)});
}

TEST_F(ProcessesTest, does_nothing_twice_when_the_read_store_is_lost) {
  const Time soon = clock.now() + 1h;
  const Time late = clock.now() + 3h;
  start();
  create("t1", soon);
  create("t2", late);
  append("t3", "TaskDone");
  clock.advance(2h);
  processes->wake();
  settle();
  stop();
  rows = open_memory_read_store();
  start();
  settle();
  EXPECT_EQ(expired("t1"), Texts{until(soon)});
  EXPECT_EQ(praised("t3"), Texts{R"({"times":1})"});
  clock.advance(2h);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t2"), Texts{until(late)});
}

TEST_F(ProcessesTest, fires_only_the_last_of_deadlines_with_one_name) {
  start();
  const Time moved = clock.now() + 3h;
  create("t1", clock.now() + 1h);
  append("t1", "TaskMoved", until(clock.now() + 2h));
  append("t1", "TaskMoved", until(moved));
  settle();
  clock.advance(150min);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t1"), Texts());
  clock.advance(1h);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t1"), Texts{until(moved)});
}

TEST_F(ProcessesTest, fires_again_when_a_deadline_is_set_again_after_it_has_passed) {
  start();
  const Time first = clock.now() + 1h;
  const Time second = clock.now() + 3h;
  create("t1", first);
  clock.advance(2h);
  processes->wake();
  settle();
  append("t1", "TaskMoved", until(second));
  clock.advance(2h);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t1"), (Texts{until(first), until(second)}));
}

TEST_F(ProcessesTest, fires_no_deadline_that_was_cancelled) {
  start();
  create("t1", clock.now() + 1h);
  append("t1", "TaskDone");
  settle();
  clock.advance(2h);
  processes->wake();
  settle();
  EXPECT_EQ(data_of("$process-task-deadlines:t1", "DeadlineFired"), Texts());
}

TEST_F(ProcessesTest, fires_nothing_twice_when_the_clock_goes_backwards) {
  start();
  const Time deadline = clock.now() + 1h;
  create("t1", deadline);
  clock.advance(2h);
  processes->wake();
  settle();
  clock.advance(-24h);
  processes->wake();
  settle();
  clock.advance(48h);
  processes->wake();
  settle();
  EXPECT_EQ(expired("t1"), Texts{until(deadline)});
}

TEST_F(ProcessesTest, records_that_a_command_was_refused_and_tells_the_process) {
  start();
  for (const char* id : {"t1", "t2", "t3"}) {  // the third is celebrated, which no context knows
    append(id, "TaskDone");
    settle();
  }
  EXPECT_EQ(data_of("$process-task-praise:all", "CommandRefused"),
            Texts{R"({"command":9,"name":"CelebrateTask","code":"unknown-command",)"
                  R"("detail":"Nobody answers to this command",)"
                  R"("state":{"done":3,"refused":"unknown-command"}})"});
  EXPECT_EQ(praised("t3"), Texts{R"({"times":3})"});
}

TEST_F(ProcessesTest, parks_what_a_process_throws_on_and_goes_on_with_others) {
  start();
  append("t1", "TaskMoved", until(Time(-1h)));
  append("t1", "TaskDone");  // waits behind it
  append("t2", "TaskDone");
  settle();
  EXPECT_EQ(praised("t2"), Texts{R"({"times":1})"});
  EXPECT_EQ(praised("t1"), Texts());
  EXPECT_EQ(status("task-praise").dead_letters, 2U);
  const auto letters = processes->dead_letters("task-praise");
  EXPECT_NE(letters->front().reason.find("too long ago"), std::string::npos);

  EXPECT_EQ(*processes->skip("task-praise", {}, within(patience)), 0U);
  settle();
  EXPECT_EQ(praised("t1"), Texts{R"({"times":2})"});
}

TEST_F(ProcessesTest, says_that_it_does_not_know_a_process) {
  start();
  EXPECT_EQ(processes->dead_letters("nobody").error().code, "unknown-process");
  EXPECT_EQ(processes->retry("nobody", within(patience)).error().code, "unknown-process");
  EXPECT_EQ(processes->skip("nobody", {}, within(patience)).error().code, "unknown-process");
}

TEST_F(ProcessesTest, sends_a_command_again_after_a_fault_and_lets_others_pass) {
  std::atomic<bool> is_broken = true;
  std::atomic<int> sent = 0;
  processes = make(*store, *rows, [&](SentCommand command, CommandAnswered answered) {
    ++sent;
    if (is_broken && command.id == "t1") {
      return answered(std::unexpected(fault("overloaded", "Later")));
    }
    command_sender(api)(std::move(command), std::move(answered));
  });
  create("t1", clock.now());
  create("t2", clock.now());
  const auto is_there = [&] { return !expired("t2").empty() && sent > 5; };
  const Deadline deadline = within(patience);
  while (!is_there() && within({}) < deadline) std::this_thread::yield();
  EXPECT_EQ(expired("t2").size(), 1U);
  EXPECT_EQ(expired("t1"), Texts());
  EXPECT_EQ(status("task-deadlines").failing, 1U);
  is_broken = false;
  settle();
  EXPECT_EQ(expired("t1").size(), 1U);
}

TEST_F(ProcessesTest, has_one_effect_when_two_engines_do_the_same_work) {
  auto other_rows = open_memory_read_store();
  start();
  auto other = make(*store, *other_rows, command_sender(api));
  for (int i = 0; i < 50; ++i) create("t" + std::to_string(i), clock.now() + 1h);
  for (int i = 50; i < 100; ++i) append("t" + std::to_string(i), "TaskDone");
  clock.advance(2h);
  processes->wake();
  other->wake();
  settle();
  ASSERT_TRUE(other->settle(within(patience)));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(expired("t" + std::to_string(i)).size(), 1U) << i;
  for (int i = 50; i < 100; ++i) EXPECT_EQ(praised("t" + std::to_string(i)).size(), 1U) << i;
}

}  // namespace
}  // namespace daybook::testing_task
