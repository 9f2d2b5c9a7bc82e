#include "src/store/log/index_check.h"

#include <algorithm>

#include "src/store/log/event_keys.h"
#include "src/store/log/removed_event.h"
#include "src/store/log/scanner.h"
#include "src/store/log/segment.h"

namespace daybook::log {
namespace {

// The first few places say enough.
constexpr std::size_t places_max = 10;

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 32) * 0xD6E8FEB86659FD93;
  value = (value ^ value >> 32) * 0xD6E8FEB86659FD93;
  return value ^ value >> 32;
}

std::uint64_t stream_entry(std::uint64_t stream, std::uint64_t version, std::uint64_t position) {
  return mixed(mixed(mixed(stream + 1) + version) + position);
}

std::uint64_t key_entry(std::uint64_t key, std::uint64_t position) {
  return mixed(mixed(key ^ 0x9E3779B97F4A7C15) + position);
}

// Under which keys a removed event stood, the log does not say any more: a run made before may.
bool is_removed_at(const std::vector<bool>& removed, std::uint64_t delta) {
  return delta < removed.size() && removed[delta];
}

std::uint64_t sum_of(const RunView& view, const std::vector<bool>& removed) {
  std::uint64_t sum = 0;
  for (const RunStream& stream : view.streams) {
    std::uint64_t version = stream.first_version;
    for (std::uint32_t delta : view.list(stream)) {
      sum += stream_entry(stream.number, version++, view.first.value + delta);
    }
  }
  for (const RunKey& key : view.keys) {
    for (std::uint32_t delta : view.list(key)) {
      if (!is_removed_at(removed, delta)) sum += key_entry(key.key, view.first.value + delta);
    }
  }
  return sum;
}

}  // namespace

IndexCheck::IndexCheck(FileSystem& files, Path directory, const Uuid& log_id,
                       std::vector<LogDamage>& damage)
    : files_(files), directory_(std::move(directory)), damage_(damage) {
  auto paths = files_.list(directory_);
  if (!paths) return;
  for (const Path& path : *paths) {
    if (path.extension() != ".index") continue;
    auto run = IndexRun::open(files_, path, log_id);
    auto sound = run ? (*run)->verify() : std::unexpected(run.error());
    if (sound) {
      runs_.push_back({.run = std::move(*run)});
    } else if (sound.error().code != "no-such-file") {  // replaced meanwhile
      damage_.push_back({path, 0, {}, sound.error().detail});
    }
  }
}

void IndexCheck::add(StreamNumber stream, bool is_new, const RecordedEvent& event) {
  for (Checked& checked : runs_) {
    if (!covers(checked, event.position)) continue;
    checked.new_streams += is_new ? 1 : 0;
    checked.sum += stream_entry(stream, event.version.value, event.position.value);
    if (is_removed(event)) {
      const std::uint64_t delta = event.position.value - checked.run->first().value;
      checked.removed.resize(std::max<std::size_t>(checked.removed.size(), delta + 1));
      checked.removed[delta] = true;
      continue;
    }
    keys_.clear();
    each_key(stream, event, [&](std::uint64_t key) {
      if (std::ranges::count(keys_, key) > 0) return;
      keys_.push_back(key);
      checked.sum += key_entry(key, event.position.value);
    });
  }
}

void IndexCheck::add_commit(const RecordView& record) {
  if (record.commit_id().empty()) return;
  const std::uint64_t key = key_of(KeyKind::commit, record.commit_id());
  for (Checked& checked : runs_) {
    if (!covers(checked, record.first())) continue;
    const std::uint64_t delta = record.first().value - checked.run->first().value;
    if (!is_removed_at(checked.removed, delta)) checked.sum += key_entry(key, record.first().value);
  }
}

void IndexCheck::finish(const Catalog& streams, Position sound) {
  for (const Checked& checked : runs_) {
    if (checked.run->last() <= sound) check(checked, streams);
    checked.run->release_memory();
  }
}

void IndexCheck::check(const Checked& checked, const Catalog& streams) {
  const IndexRun& run = *checked.run;
  const RunView& view = run.view();
  const std::size_t before = damage_.size();
  if (view.name_ends.size() != checked.new_streams) {
    damaged(run, view.name_ends.data(), view.first,
            "it names " + std::to_string(view.name_ends.size()) + " new streams, the log has " +
                std::to_string(checked.new_streams));
  }
  for (std::size_t i = 0; i < view.name_ends.size() && damage_.size() == before; ++i) {
    const std::uint64_t stream = view.first_stream + i;
    if (stream < streams.size() &&
        streams.name(static_cast<StreamNumber>(stream)) == view.name(i)) {
      continue;
    }
    damaged(run, &view.name_ends[i], view.first, "it names a stream that the log names otherwise");
  }
  if (sum_of(view, checked.removed) == checked.sum) return;
  locate(run, streams);
  if (damage_.size() > before) return;
  damaged(run, view.positions.data(), view.first,
          "it lists events under streams or keys that the log has elsewhere");
}

// Reads the log again, and looks up every event of it in the run.
void IndexCheck::locate(const IndexRun& run, const Catalog& streams) {
  auto paths = list_segments(files_, directory_);
  if (!paths) return;
  const std::size_t places = damage_.size() + places_max;
  for (const Path& path : *paths) {
    auto file = files_.open(path, File::Mode::read);
    auto header = file ? read_segment_header(**file) : std::unexpected(file.error());
    if (!header || header->first_position > run.last().value) return;
    if (header->first_position < run.first().value) continue;
    SegmentScanner scanner(**file, block_bytes,
                           {{header->first_position - 1}, header->previous_hash, Time::min()});
    while (auto record = scanner.next()) {
      if (record->first() > run.last() || damage_.size() >= places) return;
      compare(run, streams, *record);
    }
  }
}

void IndexCheck::compare(const IndexRun& run, const Catalog& streams, const RecordView& record) {
  const RunView& view = run.view();
  std::vector<Position> found;
  const auto check_key = [&](std::uint64_t key, Position position, std::string what) {
    found.clear();
    run.find_key(key, {{position.value - 1}, {position.value + 1}, 1}, found);
    if (!found.empty()) return;
    const auto place = std::ranges::lower_bound(view.keys, key, {}, &RunKey::key);
    damaged(run, &*place, position, std::move(what));
  };
  RecordView::Events events(record);
  for (RecordedEvent event; events.next(event);) {
    const auto stream = streams.find(event.stream);
    if (!stream) continue;
    found.clear();
    run.find_stream(*stream, {{event.version.value - 1}, {event.version.value + 1}, 1}, found);
    if (found.size() != 1 || found.front() != event.position) {
      const auto place = std::ranges::lower_bound(view.streams, *stream, {}, &RunStream::number);
      damaged(run, &*place, event.position,
              "it has " + std::string(event.stream) + " at version " +
                  std::to_string(event.version.value) + " elsewhere or not at all");
    }
    if (is_removed(event)) continue;
    each_key(*stream, event, [&](std::uint64_t key) {
      check_key(key, event.position, "a key of this event is not listed");
    });
  }
  if (record.commit_id().empty()) return;
  check_key(key_of(KeyKind::commit, record.commit_id()), record.first(),
            "the id of this commit is not listed");
}

void IndexCheck::damaged(const IndexRun& run, const void* where, Position position,
                         std::string what) {
  const auto* const begin =
      reinterpret_cast<const char*>(run.view().streams.data()) - sizeof(RunHeader);
  const auto offset = static_cast<std::uint64_t>(static_cast<const char*>(where) - begin);
  damage_.push_back({run.path(), offset, position, std::move(what)});
}

}  // namespace daybook::log
