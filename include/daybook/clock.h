// The ports for time and for new ids. The library never asks the system for either, so that tests
// own both. Implementations must be safe to call from many threads.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/uuid.h"

namespace daybook {

// UTC, microseconds since 1970.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

// The moment by which a call must have returned. Every call that may wait takes one.
using Deadline = std::chrono::steady_clock::time_point;

inline Deadline within(std::chrono::steady_clock::duration time) {
  return std::chrono::steady_clock::now() + time;
}

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class IdSource {
 public:
  virtual ~IdSource() = default;
  virtual Uuid next() = 0;
};

// The system's clock, and random UUIDs of version 7. Both live as long as the process.
Clock& system_clock();
IdSource& system_ids();

// RFC 3339 in UTC with microseconds, "2026-03-01T12:00:00.000001Z". Parsing takes any offset and
// any number of decimals (more than six are cut off), and a bare date as its midnight.
std::string to_text(Time time);
std::optional<Time> parse_time(std::string_view text);

}  // namespace daybook
