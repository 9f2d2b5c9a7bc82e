#include "daybook/process_manager.h"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "daybook/testing_process.h"
#include "src/core/testing_task_processes.h"

namespace daybook::testing_task {
namespace {

using namespace std::chrono_literals;
using testing::given_process;

const Time noon{std::chrono::seconds(1'767'268'800)};

TEST(ProcessManager, sets_a_deadline_and_sends_nothing_before_it) {
  given_process<TaskDeadlines>("t1")
      .when(TaskCreated{noon})
      .then_deadline("deadline", noon)
      .then_sends_nothing();
}

TEST(ProcessManager, sends_a_command_when_the_deadline_passes) {
  given_process<TaskDeadlines>("t1", {TaskCreated{noon}})
      .when_due("deadline")
      .then_sends("t1", ExpireTask{noon})
      .then_no_deadline("deadline");
}

TEST(ProcessManager, moves_a_deadline_by_setting_it_again) {
  given_process<TaskDeadlines>("t1", {TaskCreated{noon}, TaskMoved{noon + 1h}})
      .when_due("deadline")
      .then_sends("t1", ExpireTask{noon + 1h});
}

TEST(ProcessManager, cancels_a_deadline) {
  given_process<TaskDeadlines>("t1", {TaskCreated{noon}})
      .when(TaskDone{})
      .then_no_deadline("deadline");
}

TEST(ProcessManager, remembers_what_it_was_told) {
  const auto outcome = given_process<TaskPraise>("t1", {TaskDone{}, TaskDone{}}).when(TaskDone{});
  EXPECT_EQ(outcome.state().done, 3);
  outcome.then_also_sends(0, "t1", PraiseTask{3}).then_also_sends(1, "t1", CelebrateTask{});
}

TEST(ProcessManager, hears_that_a_command_was_refused) {
  const auto outcome =
      given_process<TaskPraise>("t1").when_refused("CelebrateTask", "t1", "unknown-command");
  outcome.then_nothing();
  EXPECT_EQ(outcome.state().refused, "unknown-command");
}

TEST(ProcessTestKit, fails_where_the_reaction_is_another_one) {
  const auto given = given_process<TaskDeadlines>("t1", {TaskCreated{noon}});
  static const auto due = given.when_due("deadline");
  static const auto moved = given.when(TaskMoved{noon + 1h});
  EXPECT_NONFATAL_FAILURE(due.then_sends("t2", ExpireTask{noon}), "t2");
  EXPECT_NONFATAL_FAILURE(due.then_sends("t1", ExpireTask{noon + 1h}), "another command");
  EXPECT_NONFATAL_FAILURE(due.then_sends_nothing(), "sent 1 commands");
  EXPECT_NONFATAL_FAILURE(due.then_deadline("deadline", noon), "no deadline");
  EXPECT_NONFATAL_FAILURE(moved.then_deadline("deadline", noon), "of deadline deadline");
  EXPECT_NONFATAL_FAILURE(moved.then_no_deadline("deadline"), "is pending");
  EXPECT_NONFATAL_FAILURE(moved.then_nothing(), "were set or cancelled");
}

class ProcessModelTest : public ::testing::Test {
 protected:
  static RecordedEvent recorded(std::string_view type, std::string_view data) {
    return {.type = type, .stream = "task-t1", .version = {1}, .position = {7}, .data = data};
  }

  Context tasks = context();
  std::unique_ptr<ProcessModel> praise = process<TaskPraise>()(tasks);
  std::unique_ptr<ProcessModel> deadlines = process<TaskDeadlines>()(tasks);
};

TEST_F(ProcessModelTest, hears_its_own_events_in_its_contexts_categories) {
  EXPECT_EQ(deadlines->source().categories, std::vector<std::string>{"task"});
  EXPECT_EQ(deadlines->source().types,
            (std::vector<std::string>{"TaskCreated", "TaskMoved", "TaskDone"}));
  EXPECT_FALSE(deadlines->keeps_state());
  EXPECT_TRUE(praise->keeps_state());
}

TEST_F(ProcessModelTest, has_an_instance_for_each_aggregate_or_for_each_key) {
  EXPECT_EQ(deadlines->hear(recorded("TaskDone", "{}"))->key, "t1");
  EXPECT_EQ(praise->hear(recorded("TaskDone", "{}"))->key, "all");
}

TEST_F(ProcessModelTest, gives_commands_and_state_in_their_stored_form) {
  const auto event = recorded("TaskDone", "{}");
  const auto step = praise->hear(event)->decide(R"({"done":2,"refused":""})");
  ASSERT_TRUE(step) << step.error().detail;
  EXPECT_EQ(step->state, R"({"done":3,"refused":""})");
  EXPECT_EQ(step->commands,
            (std::vector<ProcessStep::Command>{{"PraiseTask", "t1", R"({"times":3})"},
                                               {"CelebrateTask", "t1", "{}"}}));
}

TEST_F(ProcessModelTest, gives_a_fault_for_what_it_cannot_read) {
  EXPECT_EQ(praise->hear(recorded("TaskMoved", "{}")).error().code, "unreadable-event");
  const auto event = recorded("TaskDone", "{}");
  EXPECT_EQ(praise->hear(event)->decide("[]").error().code, "unreadable-state");
  EXPECT_EQ(praise->hear(event)->decide(R"({"done":"x"})").error().code, "unreadable-state");
}

TEST_F(ProcessModelTest, gives_a_fault_for_what_a_process_throws) {
  const auto event = recorded("TaskMoved", R"({"deadline":"1969-01-01T00:00:00Z"})");
  const auto step = praise->hear(event)->decide("");
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().code, "process-threw");
  EXPECT_NE(step.error().detail.find("too long ago"), std::string::npos);
}

}  // namespace
}  // namespace daybook::testing_task
