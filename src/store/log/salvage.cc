// Takes what is readable out of a damaged log, and writes it into a new one.

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <unordered_map>

#include "daybook/commits.h"
#include "daybook/json.h"
#include "src/store/log/keys.h"
#include "src/store/log/options.h"
#include "src/store/log/salvage_reader.h"

namespace daybook::log {
namespace {

constexpr std::size_t under_way_max = 4'096;

// The new log: appends at given positions, many at a time. The first failure stays.
class SalvageTarget {
 public:
  explicit SalvageTarget(std::unique_ptr<EventStore> store)
      : store_(std::move(store)), history_(*commit_history_of(*store_)) {}
  ~SalvageTarget() { (void)finish(); }

  std::expected<void, Error> append(Append append, Position first, Time at) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return under_way_ < under_way_max; });
      if (!result_) return result_;
      ++under_way_;
    }
    history_.append_recorded(std::move(append), {.first = first, .at = at}, [this](auto answer) {
      std::lock_guard lock(mutex_);
      --under_way_;
      if (!answer && result_) result_ = std::unexpected(answer.error());
      changed_.notify_all();
    });
    return {};
  }
  std::expected<void, Error> finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ == 0; });
    return result_;
  }

 private:
  std::unique_ptr<EventStore> store_;
  CommitHistory& history_;
  std::mutex mutex_;  // of the rest
  std::condition_variable changed_;
  std::size_t under_way_ = 0;
  std::expected<void, Error> result_;
};

// The object with one more member at its front.
std::string with_origin(const RecordedEvent& event) {
  std::string origin = "{\"salvaged\":";
  JsonWriter json(origin);
  json.begin_object();
  json.key("stream").string(event.stream);
  json.key("version").number(event.version.value);
  json.key("position").number(event.position.value);
  json.end_object();
  std::string_view members = event.metadata;
  members.remove_prefix(std::min(members.find('{') + 1, members.size()));
  const bool is_empty = members.find('"') == members.npos;
  return origin + (is_empty ? "" : ",") + std::string(members);
}

StreamId aside_of(const std::string& stream) {
  constexpr std::string_view prefix = "$salvaged-";
  auto whole = StreamId::parse(std::string(prefix) + stream);
  if (whole) return std::move(*whole);
  return StreamId("$salvaged", std::to_string(hash_of(stream)));
}

NewEvent copy_of(const RecordedEvent& event) {
  NewEvent copy{.id = event.id,
                .type = std::string(event.type),
                .data = std::string(event.data),
                .metadata = std::string(event.metadata),
                .schema_version = event.schema_version,
                .content_type = event.content_type};
  for (std::string_view tag : event.tags) copy.tags.emplace_back(tag);
  return copy;
}

class Salvage {
 public:
  explicit Salvage(SalvageTarget& target) : target_(target) {}

  std::expected<void, Error> take(const RecordView& record) {
    Append append{.commit_id = std::string(record.commit_id())};
    RecordView::Streams streams(record);
    RecordView::Events events(record);
    RecordedEvent event;
    bool has_event = events.next(event);
    for (RecordView::Stream stream; streams.next(stream);) {
      const std::string name(stream.name);
      if (!has_event || event.stream.data() != stream.name.data()) {
        if (auto checked = StreamId::parse(name); checked && versions_[name] == stream.version) {
          append.streams.push_back({*checked, ExpectedVersion::exactly(stream.version), {}});
        }
        continue;
      }
      const bool is_sound =
          !broken_.contains(name) && event.version.value == versions_[name].value + 1;
      auto id = is_sound ? StreamId::parse(name) : aside_of(name);
      if (!id) return std::unexpected(fault("log-damaged", id.error().detail));
      if (!is_sound) put_aside(name, *id);
      append.streams.push_back({*id, ExpectedVersion::any(), {}});
      for (; has_event && event.stream.data() == stream.name.data();
           has_event = events.next(event)) {
        append.streams.back().events.push_back(copy_of(event));
        if (is_sound) versions_[name] = event.version;
        if (is_sound) continue;
        append.streams.back().events.back().metadata = with_origin(event);
        ++report_.streams[broken_[name]].events_aside;
        ++report_.aside;
      }
    }
    report_.events += record.header().events;
    ++report_.commits;
    report_.head = record.last();
    time_ = record.recorded_at();
    return target_.append(std::move(append), record.first(), record.recorded_at());
  }

  // Lost positions are held, so that those after them stay what they were.
  std::expected<void, Error> take(const SalvageHole& hole) {
    report_.holes.push_back(hole);
    if (hole.first.value == 0) return {};
    report_.lost += hole.last.value - hole.first.value + 1;
    for (Position next = hole.first; next <= hole.last;) {
      const std::uint64_t count =
          std::min<std::uint64_t>(hole.last.value - next.value + 1, AppendLimits::events_max);
      StreamAppend lost{*StreamId::parse("$salvage"), ExpectedVersion::any(), {}};
      for (std::uint64_t i = 0; i < count; ++i) {
        lost.events.push_back({.type = "$EventLost",
                               .data = "{\"position\":" + std::to_string(next.value + i) + "}"});
      }
      Append append;
      append.streams.push_back(std::move(lost));
      if (auto done = target_.append(std::move(append), next, time_); !done) return done;
      next.value += count;
    }
    report_.head = hole.last;
    return {};
  }

  SalvageReport report() && { return std::move(report_); }

 private:
  void put_aside(const std::string& name, const StreamId& aside) {
    if (broken_.contains(name)) return;
    broken_[name] = report_.streams.size();
    report_.streams.push_back(
        {.stream = name, .sound_until = versions_[name], .aside = aside.text()});
  }

  SalvageTarget& target_;
  std::unordered_map<std::string, Version> versions_;    // in the new log
  std::unordered_map<std::string, std::size_t> broken_;  // their places in the report
  Time time_{};
  SalvageReport report_;
};

std::expected<void, Error> check_destination(const Path& destination) {
  std::error_code ignored;
  if (!std::filesystem::exists(destination, ignored)) return {};
  if (std::filesystem::is_directory(destination, ignored) &&
      std::filesystem::is_empty(destination, ignored)) {
    return {};
  }
  return std::unexpected(
      refuse("destination-not-empty", destination.string() + " is there already, and not empty"));
}

}  // namespace

// The new log is made beside its place, which it takes once it is complete.
std::expected<SalvageReport, Error> salvage(
    FileSystem& files, const Path& damaged, const Path& destination,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  if (auto done = check_destination(destination); !done) return std::unexpected(done.error());
  auto segments = list_segments(files, damaged);
  if (!segments) return std::unexpected(segments.error());
  if (segments->empty()) {
    return std::unexpected(fault("no-such-log", damaged.string() + " holds no log"));
  }
  const Path place = std::filesystem::absolute(destination).lexically_normal();
  Path making = place.has_filename() ? place : place.parent_path();
  making += ".salvage";
  std::error_code ignored;  // of one that was interrupted
  std::filesystem::remove_all(making, ignored);
  auto store = open_log(making, {}, {.files = files});
  if (!store) return std::unexpected(store.error());
  SalvageReport report;
  {
    SalvageTarget target(std::move(*store));
    Salvage salvage(target);
    auto done =
        SalvageReader(files, damaged,
                      {.record = [&](const RecordView& record) { return salvage.take(record); },
                       .hole = [&](const SalvageHole& hole) { return salvage.take(hole); },
                       .progress = progress})
            .run();
    auto finished = target.finish();
    if (done) done = finished;
    if (!done) return std::unexpected(done.error());
    report = std::move(salvage).report();
  }
  if (auto done = files.rename(making, destination); !done) return std::unexpected(done.error());
  if (auto done = files.sync_directory(making.parent_path()); !done) {
    return std::unexpected(done.error());
  }
  return report;
}

}  // namespace daybook::log

namespace daybook {

std::expected<SalvageReport, Error> salvage_log(
    const std::filesystem::path& damaged, const std::filesystem::path& destination,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
  return log::salvage(log::system_files(), damaged, destination, progress);
}

}  // namespace daybook
