// For tests of process managers: a task, which expires when it is told to.
#pragma once

#include <string>
#include <variant>

#include "daybook/aggregate.h"
#include "daybook/api.h"

namespace daybook::testing_task {

struct TaskCreated {
  Time deadline;
  bool operator==(const TaskCreated&) const = default;
};
struct TaskMoved {
  Time deadline;
  bool operator==(const TaskMoved&) const = default;
};
struct TaskDone {
  bool operator==(const TaskDone&) const = default;
};
struct TaskExpired {
  Time deadline;
  bool operator==(const TaskExpired&) const = default;
};
struct TaskPraised {
  std::int64_t times = 0;
  bool operator==(const TaskPraised&) const = default;
};

struct CreateTask {
  Time deadline;
};
struct FinishTask {};
struct ExpireTask {
  Time deadline;
  bool operator==(const ExpireTask&) const = default;
};
struct PraiseTask {
  std::int64_t times = 0;
  bool operator==(const PraiseTask&) const = default;
};
struct CelebrateTask {  // nobody answers to it
  bool operator==(const CelebrateTask&) const = default;
};

struct Task {
  static constexpr std::string_view category = "task";
  using Event = std::variant<TaskCreated, TaskMoved, TaskDone, TaskExpired, TaskPraised>;
  using Command = std::variant<CreateTask, FinishTask, ExpireTask, PraiseTask>;
  bool is_done = false;
};

inline constexpr Refusal already_done{"task-already-done", "The task is done"};

inline Decision<Task> decide(const CreateTask& command, const Task&) {
  return accept(TaskCreated{command.deadline});
}
inline Decision<Task> decide(const FinishTask&, const Task& task) {
  if (task.is_done) return already_done;
  return accept(TaskDone{});
}
// Says yes each time: whether it happens once is up to who asks.
inline Decision<Task> decide(const ExpireTask& command, const Task& task) {
  if (task.is_done) return already_done;
  return accept(TaskExpired{command.deadline});
}
inline Decision<Task> decide(const PraiseTask& command, const Task&) {
  return accept(TaskPraised{command.times});
}
inline void evolve(Task&, const TaskCreated&) {}
inline void evolve(Task&, const TaskMoved&) {}
inline void evolve(Task& task, const TaskDone&) { task.is_done = true; }
inline void evolve(Task&, const TaskExpired&) {}
inline void evolve(Task&, const TaskPraised&) {}

struct TaskView {
  std::int64_t events = 0;
  void touch(const Recorded&) { ++events; }
  template <class One>
  void on(const One&, const Recorded&) {}
};

inline Schema events() {
  return {event("TaskCreated", field("deadline", &TaskCreated::deadline)),
          event("TaskMoved", field("deadline", &TaskMoved::deadline)), event<TaskDone>("TaskDone"),
          event("TaskExpired", field("deadline", &TaskExpired::deadline)),
          event("TaskPraised", field("times", &TaskPraised::times))};
}

inline Schema commands() {
  return {command("CreateTask", field("deadline", &CreateTask::deadline)),
          command<FinishTask>("FinishTask"),
          command("ExpireTask", field("deadline", &ExpireTask::deadline)),
          command("PraiseTask", field("times", &PraiseTask::times))};
}

inline void routes(Api& api) {
  auto task = api.aggregate<Task, TaskView>({.id = "taskId"});
  task.create<CreateTask>("/tasks");
  task.post<FinishTask>("/tasks/{id}/finish");
  task.post<ExpireTask>("/tasks/{id}/expire");
  task.post<PraiseTask>("/tasks/{id}/praise");
}

}  // namespace daybook::testing_task
