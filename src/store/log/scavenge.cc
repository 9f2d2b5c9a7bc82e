#include "src/store/log/scavenge.h"

#include <fmt/format.h>

#include "src/store/log/retained.h"

namespace daybook::log {
std::string hex_of(const Hash& hash) {
  std::string text;
  for (std::uint8_t byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

std::expected<ScavengeReport, Error> Scavenger::run(const ScavengeOptions& options) {
  if (is_running_.exchange(true)) {
    return std::unexpected(fault("scavenge-running", "A scavenge of this store is running"));
  }
  auto report = run_alone(options);
  is_running_ = false;
  return report;
}

std::expected<ScavengeReport, Error> Scavenger::run_alone(const ScavengeOptions& options) {
  ScavengeReport report;
  if (auto done = find_hidden(); !done) return std::unexpected(done.error());
  if (auto done = seal_last_segment(); !done) return std::unexpected(done.error());
  const Segments segments = hidden_.empty() ? Segments{} : sealed_segments();
  std::uint64_t all = 0;
  for (const auto& segment : segments) all += segment->end();
  auto tell = [&, done = std::uint64_t{0}](std::uint64_t bytes) mutable {
    done += bytes;
    if (options.progress) options.progress(done, all);
  };
  const Hidden hidden = [this](std::string_view stream) {
    const auto found = hidden_.find(std::string(stream));
    return found == hidden_.end() ? Version{} : found->second;
  };
  tell(0);
  for (const auto& segment : segments) {
    if (options.stop.stop_requested()) return report;
    auto rewritten = rewrite_segment(state_.files, *segment, hidden, options.stop);
    if (!rewritten) return std::unexpected(rewritten.error());
    if (*rewritten) {
      if (auto done = replace(segment, **rewritten); !done) return std::unexpected(done.error());
      report.events_removed += (*rewritten)->events_removed;
      report.bytes_freed += (*rewritten)->bytes_freed;
    }
    tell(segment->end());
  }
  report.is_complete = !options.stop.stop_requested();
  return report;
}

// All but the last, which the writer has to itself.
Scavenger::Segments Scavenger::sealed_segments() const {
  std::shared_lock lock(state_.mutex);
  Segments segments(state_.segments.begin(), std::prev(state_.segments.end()));
  return segments;
}

std::expected<void, Error> Scavenger::find_hidden() {
  hidden_.clear();
  std::vector<std::string> names;
  {
    std::shared_lock lock(state_.mutex);
    for (const auto& [name, retention] : state_.retentions) names.push_back(name);
  }
  Reader reader(state_);
  for (std::string& name : names) {
    const auto stream = state_.known(name);
    if (!stream) continue;
    auto hidden = hidden_up_to(state_, reader, *stream);
    if (!hidden) return std::unexpected(hidden.error());
    if (hidden->value > 0) hidden_.emplace(std::move(name), *hidden);
  }
  return {};
}

std::expected<void, Error> Scavenger::replace(const std::shared_ptr<Segment>& old,
                                              const RewrittenSegment& rewritten) {
  if (auto done = record(*old, rewritten); !done) {
    (void)state_.files.remove(rewritten.temporary);
    return done;
  }
  if (auto done = state_.files.rename(rewritten.temporary, old->path()); !done) return done;
  if (auto done = state_.files.sync_directory(state_.directory); !done) return done;
  // Shared with the reads that are under way.
  auto fresh = std::make_shared<Segment>(state_.files, old->path(), old->first());
  fresh->seal_with(rewritten.footer);
  std::unique_lock lock(state_.mutex);
  for (auto& segment : state_.segments) {
    if (segment == old) segment = fresh;
  }
  state_.tail.forget(old->last());
  return {};
}

std::expected<void, Error> Scavenger::record(const Segment& old,
                                             const RewrittenSegment& rewritten) {
  return record(
      segment_scavenged,
      fmt::format(R"({{"first":{},"events":{},"bytes":{},"sha256":"{}"}})", old.first().value,
                  rewritten.events_removed, rewritten.bytes_freed, hex_of(rewritten.digest)));
}

std::expected<void, Error> Scavenger::record(std::string_view type, std::string data) {
  Append append{.streams = {{StreamId(scavenge_category, "log"), ExpectedVersion::any(), {}}}};
  append.streams.front().events.push_back({.type = std::string(type), .data = std::move(data)});
  auto appended = parts_.append(std::move(append));
  if (!appended) return std::unexpected(appended.error());
  return {};
}

// The last segment is the writer's: it is only left alone when there is nothing to remove in it.
std::expected<void, Error> Scavenger::seal_last_segment() {
  Position first;
  {
    std::shared_lock lock(state_.mutex);
    first = state_.segments.back()->first();
  }
  auto is_needed = has_hidden_since(first);
  if (!is_needed) return std::unexpected(is_needed.error());
  if (!*is_needed) return {};
  parts_.begin_segment();
  return record(scavenge_began, fmt::format(R"({{"streams":{}}})", hidden_.size()));
}

std::expected<bool, Error> Scavenger::has_hidden_since(Position first) const {
  for (const auto& [name, version] : hidden_) {
    const auto stream = state_.known(name);
    if (!stream) continue;
    auto newest = state_.find_stream(
        stream->number,
        {.after = {}, .before = {version.value + 1}, .limit = 1, .direction = Direction::backward});
    if (!newest) return std::unexpected(newest.error());
    if (!newest->empty() && newest->front() >= first) return true;
  }
  return false;
}

void remove_unfinished_scavenge(State& state) {
  auto files = state.files.list(state.directory);
  if (!files) return;  // whoever opens the log says what is wrong with the directory
  for (const Path& path : *files) {
    if (path.string().ends_with(scavenged_suffix)) (void)state.files.remove(path);
  }
}

}  // namespace daybook::log
