// Builds new rows of a projection beside the live ones, on a thread of its own, up to the head of
// the log; whoever owns it then lets them take over.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "src/core/projection_pass.h"
#include "src/core/wakeup.h"

namespace daybook {

// Rows of the next generation that have come to the head, and the pass that goes on with them.
struct BuiltRows {
  std::unique_ptr<ProjectionPass> pass;
  Deadline begun;  // when the rebuild was begun, or gone on with
};

class ProjectionRebuilder {
 public:
  // Both are called on the rebuilder's thread.
  struct Hooks {
    // Where it is, and why it waits, if it does.
    std::function<void(Position, const std::string& problem)> progress;
    std::function<void(BuiltRows)> built;  // once; nothing follows
  };

  // Goes on with a rebuild that had come to `from`, or begins anew.
  ProjectionRebuilder(const ProjectionPass::Parts& parts, Hooks hooks,
                      std::optional<Position> from);
  ~ProjectionRebuilder() = default;  // stops

 private:
  void run(const std::stop_token& stop, std::optional<Position> from);
  std::expected<bool, Error> advance(const std::stop_token& stop, std::optional<Position>& from);
  std::expected<std::unique_ptr<ProjectionPass>, Error> make_pass(const std::stop_token& stop,
                                                                  std::optional<Position>& from);

  const ProjectionPass::Parts parts_;
  const Hooks hooks_;
  Wakeup wakeup_;
  std::unique_ptr<ProjectionPass> pass_;  // of the thread
  std::jthread thread_;                   // last: it uses all of the above
};

}  // namespace daybook
