#include "src/server/log.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "daybook/json.h"

namespace daybook::server {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::off:
      return "off";
    case LogLevel::error:
      return "error";
    case LogLevel::warn:
      return "warn";
    case LogLevel::info:
      return "info";
    case LogLevel::debug:
      return "debug";
  }
  return "";
}

bool is_empty(const LogField& field) {
  const auto* text = std::get_if<std::string_view>(&field.value);
  return text != nullptr && text->empty();
}

void append_json(std::string& out, Time now, LogLevel level, std::string_view message,
                 std::initializer_list<LogField> fields) {
  JsonWriter json(out);
  json.begin_object();
  json.key("time").string(to_text(now));
  json.key("level").string(name_of(level));
  json.key("message").string(message);
  for (const LogField& field : fields) {
    if (is_empty(field)) continue;
    json.key(field.name);
    if (const auto* number = std::get_if<std::uint64_t>(&field.value)) {
      json.number(*number);
    } else {
      json.string(std::get<std::string_view>(field.value));
    }
  }
  json.end_object();
}

// Text that could be mistaken for the end of a line, or of its field, is written as JSON.
void append_plain(std::string& out, std::string_view text) {
  bool plain = true;
  for (const char c : text) plain = plain && c > ' ' && c != '"' && c != 0x7f;
  if (plain) {
    out += text;
  } else {
    out += json_string(text);
  }
}

void append_text(std::string& out, Time now, LogLevel level, std::string_view message,
                 std::initializer_list<LogField> fields) {
  out += to_text(now);
  out += ' ';
  out += name_of(level);
  out += ' ';
  for (const char c : message) out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  for (const LogField& field : fields) {
    if (is_empty(field)) continue;
    out += ' ';
    out += field.name;
    out += '=';
    if (const auto* number = std::get_if<std::uint64_t>(&field.value)) {
      out += std::to_string(*number);
    } else {
      append_plain(out, std::get<std::string_view>(field.value));
    }
  }
}

// A pipe with room for one byte has room for this many (POSIX, PIPE_BUF).
constexpr std::size_t chunk_bytes = 4096;
constexpr int patience_ms = 1'000;
constexpr auto gather_time = std::chrono::milliseconds(10);

bool has_room(int file) {
  pollfd waited{.fd = file, .events = POLLOUT};
  return ::poll(&waited, 1, patience_ms) == 1;
}

}  // namespace

Log::Log(Options options, const Clock& clock, int file)
    : options_(options), clock_(clock), file_(file), writer_([this] { run(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  writer_.join();
}

std::string Log::line_of(LogLevel level, std::string_view message,
                         std::initializer_list<LogField> fields) const {
  std::string line;
  line.reserve(256);
  if (options_.format == LogFormat::json) {
    append_json(line, clock_.now(), level, message, fields);
  } else {
    append_text(line, clock_.now(), level, message, fields);
  }
  return line += '\n';
}

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!wants(level) || level == LogLevel::off) return;
  const std::string line = line_of(level, message, fields);
  bool tell = level <= LogLevel::warn;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + line.size() > options_.waiting_bytes_max) {
      ++dropped_;
      return;
    }
    if (tell) urgent_ = true;
    if (waiting_.empty()) tell = true;
    waiting_ += line;
  }
  if (tell) changed_.notify_one();
}

void Log::run() {
  std::string lines;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    // On a busy server many lines share one write, and requests do not wake this thread.
    changed_.wait_for(lock, gather_time, [this] { return stopping_ || urgent_; });
    urgent_ = false;
    lines.clear();
    std::swap(lines, waiting_);
    const std::uint64_t dropped = std::exchange(dropped_, 0);
    lock.unlock();
    write_out(lines);
    if (dropped > 0) {
      write_out(line_of(LogLevel::error,
                        "log lines were dropped: they could not be written fast enough",
                        {{"lines", dropped}}));
    }
    lock.lock();
  }
}

// Nobody is left to tell when standard error itself fails.
void Log::write_out(std::string_view lines) {
  while (!lines.empty()) {
    if (!has_room(file_)) {
      if (stopping_) return;
      continue;
    }
    const ssize_t written = ::write(file_, lines.data(), std::min(lines.size(), chunk_bytes));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace daybook::server
