// Does the open work of one process, on a thread of its own: fires deadlines that are due and sends
// commands, again and again until they are answered and the tables no longer show them.
//
// Safe from many threads.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "daybook/processes.h"
#include "src/core/process_mailbox.h"
#include "src/core/process_runner.h"
#include "src/core/process_tables.h"

namespace daybook {

class ProcessWorker {
 public:
  ProcessWorker(ProcessRunner& runner, const Processes::Parts& parts,
                const Processes::Options& options);
  ~ProcessWorker() { stop(); }

  void start();
  void stop();
  void wake() { mailbox_->wake(); }

  // Whether a round that begins after this call finds nothing due and no command under way.
  bool is_done(Deadline deadline);

  struct Status {
    std::optional<Time> next_deadline;
    std::uint64_t under_way = 0;
    std::uint64_t failing = 0;
    std::string problem;
  };
  Status status() const;

 private:
  // What was done, but the tables do not show it yet.
  using Settled = std::unordered_map<std::string, Position>;
  struct Failing {
    int failed = 0;
    Deadline again;
    bool is_seen = true;  // in this round
  };

  // Where the rows that were looked at rest; nothing if not all of them were.
  using Looked = std::expected<std::optional<Position>, Error>;

  void run(const std::stop_token& stop);
  std::expected<void, Error> round(const std::stop_token& stop);
  Looked fire_due(const std::stop_token& stop);
  void fire(const OpenDeadline& deadline);
  Looked send_commands(const std::stop_token& stop);
  void send(const OpenCommand& command);
  void take_answers();
  bool may_try(const std::string& work);
  void failed(const std::string& work, const Error& error);
  void settle(const std::string& work);
  void forget_settled(Position shown);
  void finish_round(const std::expected<void, Error>& outcome);
  Deadline next_round() const;

  ProcessRunner& runner_;
  const Processes::Parts& parts_;
  const Processes::Options& options_;
  const Context context_ = open_work_context();
  const std::string process_;

  // Of the thread.
  Settled settled_;
  std::unordered_map<std::string, Failing> failing_;
  std::unordered_map<std::string, OpenCommand> under_way_;
  std::optional<Time> next_due_;
  bool did_something_ = false;  // in this round
  int read_failures_ = 0;       // one after the other
  Deadline read_failed_at_;

  mutable std::mutex mutex_;
  std::condition_variable finished_;
  std::uint64_t begun_rounds_ = 0;  // these are guarded by mutex_
  std::uint64_t done_rounds_ = 0;
  bool is_idle_ = false;
  Status status_;

  // Shared with the answers that are still to come, which may outlive the worker.
  std::shared_ptr<ProcessMailbox> mailbox_ = std::make_shared<ProcessMailbox>();
  std::jthread thread_;
};

}  // namespace daybook
