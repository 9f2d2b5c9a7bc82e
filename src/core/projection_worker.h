// Keeps the live rows of one projection up to date, on a thread of its own, and lets them be
// replaced by what a rebuilder has built beside them.
//
//   open → follow ⇄ wait (a store fails)
//          follow + rebuild → take over → follow
//
// Safe from many threads. `Parts` and what they refer to outlive it.
#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "daybook/projections.h"
#include "src/core/guarded.h"
#include "src/core/projection_pass.h"
#include "src/core/projection_rebuilder.h"
#include "src/core/wakeup.h"

namespace daybook {

class ProjectionWorker {
 public:
  struct Hooks {
    std::function<void(Position)> reached;  // on the worker's thread
    std::function<void(const ReadCommit&)> committed;
    std::function<void(Position)> replaced;  // all rows may be others
  };
  // What to do about a checkpoint that lies beyond the log: begin anew, or go on from its head.
  enum class Beyond : std::uint8_t { rebuild, go_on };

  ProjectionWorker(const ProjectionPass::Parts& parts, Hooks hooks,
                   Beyond beyond = Beyond::rebuild);
  ~ProjectionWorker() { stop(); }

  std::expected<void, Error> open();  // once, before all others
  void start();
  void request_stop() { thread_.request_stop(); }
  void stop();  // and waits
  void poke() { wakeup_.poke(); }

  ProjectionStatus status() const;
  std::expected<void, Error> rebuild();
  std::expected<std::uint64_t, Error> retry(Deadline deadline);
  std::expected<std::uint64_t, Error> skip(std::optional<Position> position, Deadline deadline);

 private:
  using Count = std::expected<std::uint64_t, Error>;
  using Work = std::function<Count(ProjectionPass&)>;
  struct Request {
    Work work;
    std::promise<Count> answer;
  };
  struct Shared {             // between the threads
    ProjectionStatus status;  // without what changes with the log
    bool is_running = false;
    bool is_rebuilding = false;
    std::string rebuild_problem;
    std::deque<std::shared_ptr<Request>> requests;  // shared with who asked, who may give up
    std::optional<BuiltRows> built;                 // on their way to the worker
  };

  std::expected<void, Error> mend(ProjectionState& state);
  Count ask(Work work, Deadline deadline);

  // On the worker's thread.
  void run(const std::stop_token& stop);
  std::expected<bool, Error> work();
  void rest();
  void end();
  void publish(const Error* problem);
  void serve_requests();
  Count serve(const Work& work);
  void start_rebuild();
  std::expected<bool, Error> take_over();
  std::expected<void, Error> swap(Position at);
  void finish_rebuild(RebuildReport report);
  ProjectionPass::Owner live_owner();
  bool pause(std::chrono::milliseconds time) { return wakeup_.pause(stop_, time); }

  const ProjectionPass::Parts parts_;
  const Hooks hooks_;
  const Beyond beyond_;
  Wakeup wakeup_;
  mutable Guarded<Shared> shared_;

  // Of the worker's thread, once it runs.
  std::stop_token stop_;
  std::unique_ptr<ProjectionPass> live_;  // none: its rows must be replaced first
  std::unique_ptr<ProjectionRebuilder> rebuilder_;
  std::optional<Position> rebuild_from_;  // where an earlier process has left off
  std::optional<BuiltRows> built_;        // takes over as soon as the live rows are as far
  bool is_first_pass_ = false;
  int failures_ = 0;

  std::jthread thread_;
};

}  // namespace daybook
