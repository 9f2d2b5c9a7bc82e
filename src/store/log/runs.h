// The index runs of a log: choosing those that count when it is opened, and, on a thread of its
// own, writing new ones for sealed segments, merging small ones, and mending damaged ones.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "src/store/log/state.h"

namespace daybook::log {

// Shared as in State. The runs that together reach furthest from position 1 without a gap. Damaged
// ones count as absent.
std::vector<std::shared_ptr<IndexRun>> open_runs(FileSystem& files, const Path& directory,
                                                 const Uuid& log_id);

class RunBuilder {
 public:
  explicit RunBuilder(State& state);
  ~RunBuilder();

  // There is something to do: a segment was sealed. Without a thread it is done now.
  void wake();
  // Waits until there is nothing more to do.
  void settle();

 private:
  void run(std::stop_token stop);
  void work_off(const std::stop_token& stop);
  void remove_leftovers();
  void mend_damaged(const std::stop_token& stop);
  bool build_one();
  bool merge_some();
  std::expected<RunTables, Error> rebuild(const Segment& segment);
  std::expected<void, Error> rebuild_run(const IndexRun& damaged);
  void add_names(RunTables& tables, StreamNumber begin, StreamNumber end);

  State& state_;
  std::mutex mutex_;  // of the two below
  bool has_work_ = true;
  bool is_idle_ = false;
  std::condition_variable_any changed_;
  std::jthread thread_;
};

}  // namespace daybook::log
