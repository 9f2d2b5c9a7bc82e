// The server's log: one line per entry on standard error, as text for people or as JSON for
// machines. Lines are handed to a thread of the log's own, so that a slow terminal or a full pipe
// never holds up a request; what does not fit its bound is dropped and counted. Nor does it hold up
// the end: what cannot be written then within a second is dropped.
//
//   log.write(LogLevel::warn, "clock went backwards", {{"by_ms", 12}});
//
// Safe from many threads.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <variant>

#include "daybook/clock.h"
#include "src/server/config.h"

namespace daybook::server {

// One named value of an entry; text is copied before `write` returns.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::uint64_t> value;
};

class Log {
 public:
  struct Options {
    LogFormat format = LogFormat::text;  // automatic: text
    LogLevel level = LogLevel::info;
    std::size_t waiting_bytes_max = 4 << 20;
  };

  // `file` is a descriptor; it stays open.
  Log(Options options, const Clock& clock, int file = 2);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log();  // writes what is waiting

  bool wants(LogLevel level) const { return level <= options_.level; }

  // Fields whose text is empty are left out.
  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

 private:
  std::string line_of(LogLevel level, std::string_view message,
                      std::initializer_list<LogField> fields) const;
  void run();
  void write_out(std::string_view lines);

  const Options options_;
  const Clock& clock_;
  const int file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;        // whole lines; guarded by mutex_
  bool urgent_ = false;        // what waits shall not wait for more; guarded by mutex_
  std::uint64_t dropped_ = 0;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  std::thread writer_;
};

}  // namespace daybook::server
