#include "src/core/aggregate_loader.h"

#include <utility>

namespace daybook {

AggregateLoader::AggregateLoader(EventStore& store, const AggregateModel& model,
                                 const CommandHandler::Options& options)
    : store_(store),
      model_(model),
      snapshots_(keeps_snapshots(model, options) ? options.snapshots : nullptr),
      every_(options.snapshot_every),
      report_(options.report) {}

std::expected<Folded, Error> AggregateLoader::load(const StreamId& stream, Folded folded,
                                                   Deadline deadline) const {
  if (folded.instance && folded.version.value > 0) {
    auto is_there = goes_on(stream, folded.version, deadline);
    if (!is_there) return std::unexpected(is_there.error());
    if (!*is_there) folded = {};
  }
  if (!folded.instance) {
    auto begun = from_snapshot(stream, {}, deadline);
    if (!begun) return begun;
    folded = std::move(*begun);
  }
  const Version before = folded.version;
  auto loaded = read_on(store_, model_, stream, std::move(folded), {}, deadline);
  if (loaded && loaded->version > before) save(stream, *loaded);
  return loaded;
}

// A stream that was deleted and begun again says nothing of what it was before.
std::expected<bool, Error> AggregateLoader::goes_on(const StreamId& stream, Version from,
                                                    Deadline deadline) const {
  const auto page =
      store_.read_stream({.stream = stream, .from = {from.value - 1}, .limit = 1}, deadline);
  if (!page) return std::unexpected(page.error());
  return !page->events.empty() && page->events.front().version == from;
}

std::expected<std::optional<CommandAnswer>, Error> AggregateLoader::view_at(
    const StreamId& stream, const ViewPoint& point, Deadline deadline) const {
  auto folded = from_snapshot(stream, point, deadline);
  if (folded) folded = read_on(store_, model_, stream, std::move(*folded), point, deadline);
  if (!folded) return std::unexpected(folded.error());
  return shown_at(model_, *folded, point);
}

// The event that the snapshot ends with is looked at: it tells whether the snapshot is of this
// log, and whether it lies beyond the point.
std::expected<Folded, Error> AggregateLoader::from_snapshot(const StreamId& stream,
                                                            const ViewPoint& point,
                                                            Deadline deadline) const {
  if (snapshots_ == nullptr) return {};
  const auto kept = snapshots_->load(stream.text(), model_.snapshot_fingerprint());
  if (!kept || kept->version.value == 0) return {};
  const auto page = store_.read_stream(
      {.stream = stream, .from = {kept->version.value - 1}, .limit = 1}, deadline);
  if (!page) return std::unexpected(page.error());
  if (page->events.empty()) return {};
  const RecordedEvent& last = page->events.front();
  if (last.version != kept->version || last.id != kept->event_id || lies_beyond(point, last)) {
    return {};
  }
  auto instance = model_.read_snapshot(kept->data);
  if (!instance) return {};
  return Folded{std::move(*instance), last.version, last.position, last.id, last.version};
}

void AggregateLoader::save(const StreamId& stream, Folded& folded) const {
  if (snapshots_ == nullptr || folded.version.value < folded.snapshot.value + every_) return;
  Snapshot snapshot{folded.version, folded.position, folded.event_id, {}};
  JsonWriter writer(snapshot.data);
  model_.write_snapshot(*folded.instance, writer);
  folded.snapshot = folded.version;  // also when it fails: the next try is that far away
  auto saved = snapshots_->save(stream.text(), model_.snapshot_fingerprint(), snapshot);
  if (!saved && report_) report_(saved.error());
}

}  // namespace daybook
