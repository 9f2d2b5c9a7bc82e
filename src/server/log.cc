#include "src/server/log.h"

#include <unistd.h>

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

// Nobody is left to tell when standard error itself fails.
void write_to_stderr(std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, lines.data(), lines.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Log::Log(Options options, const Clock& clock, std::function<void(std::string_view)> sink)
    : options_(options),
      clock_(clock),
      sink_(sink ? std::move(sink) : write_to_stderr),
      writer_([this] { run(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  writer_.join();
}

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!wants(level) || level == LogLevel::off) return;
  std::string line;
  line.reserve(256);
  if (options_.format == LogFormat::json) {
    append_json(line, clock_.now(), level, message, fields);
  } else {
    append_text(line, clock_.now(), level, message, fields);
  }
  line += '\n';

  bool was_empty;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + line.size() > options_.waiting_bytes_max) {
      ++dropped_;
      return;
    }
    was_empty = waiting_.empty();
    waiting_ += line;
  }
  if (was_empty) changed_.notify_one();
}

void Log::run() {
  std::string lines;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    lines.clear();
    std::swap(lines, waiting_);
    const std::uint64_t dropped = std::exchange(dropped_, 0);
    lock.unlock();
    sink_(lines);
    if (dropped > 0) {
      write(LogLevel::error, "log lines were dropped: they could not be written fast enough",
            {{"lines", dropped}});
    }
    lock.lock();
  }
}

}  // namespace daybook::server
