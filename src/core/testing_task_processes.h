// For tests: the process that lets tasks expire when nobody has done them in time, and one that
// counts what is done.
#pragma once

#include <stdexcept>
#include <string>
#include <variant>

#include "daybook/context.h"
#include "daybook/process_manager.h"
#include "src/core/testing_task.h"

namespace daybook::testing_task {

// Keeps no state.
struct TaskDeadlines {
  static constexpr std::string_view name = "task-deadlines";
  using Event = std::variant<TaskCreated, TaskMoved, TaskDone>;
  using Command = std::variant<ExpireTask>;
  using Reaction = daybook::Reaction<Command>;
  struct State {};

  static Reaction on(const TaskCreated& event, State&, const Recorded&) {
    return Reaction().set_deadline("deadline", event.deadline);
  }
  static Reaction on(const TaskMoved& event, State&, const Recorded&) {
    return Reaction().set_deadline("deadline", event.deadline);
  }
  static Reaction on(const TaskDone&, State&, const Recorded&) {
    return Reaction().cancel_deadline("deadline");
  }
  static Reaction due(const Due& due, State&) {
    return Reaction().send(due.key, ExpireTask{due.due});
  }
};

// Counts what is done, whoever did it, and says how often with each; celebrates the third. Throws
// when a task is moved to before 1970.
struct TaskPraise {
  static constexpr std::string_view name = "task-praise";
  using Event = std::variant<TaskDone, TaskMoved>;
  using Command = std::variant<PraiseTask, CelebrateTask>;
  using Reaction = daybook::Reaction<Command>;
  struct State {
    std::int64_t done = 0;
    std::string refused;
  };
  static TypeSchema state() {
    return view<State>("TaskPraise", field("done", &State::done),
                       field("refused", &State::refused));
  }
  static std::string key(const TaskDone&, const Recorded&) { return "all"; }

  static Reaction on(const TaskDone&, State& state, const Recorded& at) {
    ++state.done;
    auto reaction = Reaction().send(at.id, PraiseTask{state.done});
    if (state.done == 3) reaction.send(at.id, CelebrateTask{});
    return reaction;
  }
  static Reaction on(const TaskMoved& event, State&, const Recorded&) {
    if (event.deadline < Time()) throw std::runtime_error("too long ago");
    return {};
  }
  static Reaction refused(const RefusedCommand& refused, State& state) {
    state.refused = refused.code;
    return {};
  }
};

inline Context context() {
  return {.name = "tasks",
          .categories = {"task"},
          .events = events(),
          .commands = commands(),
          .views = {view("Task", field("events", &TaskView::events))},
          .sends = {command<CelebrateTask>("CelebrateTask")},
          .processes = {process<TaskDeadlines>(), process<TaskPraise>()},
          .routes = routes};
}

}  // namespace daybook::testing_task
