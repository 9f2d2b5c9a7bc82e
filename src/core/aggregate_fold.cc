#include "src/core/aggregate_fold.h"

namespace daybook {
namespace {

constexpr std::size_t page_events = 1'000;

}  // namespace

bool keeps_snapshots(const AggregateModel& model, const CommandHandler::Options& options) {
  return options.snapshots != nullptr && options.snapshot_every > 0 &&
         !model.snapshot_fingerprint().empty();
}

bool lies_beyond(const ViewPoint& point, const RecordedEvent& event) {
  return (point.version && event.version > *point.version) ||
         (point.time && event.recorded_at > *point.time);
}

std::expected<Folded, Error> read_on(EventStore& store, const AggregateModel& model,
                                     const StreamId& stream, Folded folded, const ViewPoint& point,
                                     Deadline deadline) {
  if (!folded.instance) folded = {.instance = model.create()};
  for (Version from = folded.version;;) {
    auto page = store.read_stream({.stream = stream, .from = from, .limit = page_events}, deadline);
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& event : page->events) {
      if (lies_beyond(point, event)) return folded;
      if (auto done = model.replay(*folded.instance, event); !done) {
        return std::unexpected(done.error());
      }
      folded.version = event.version;
      folded.position = event.position;
      folded.event_id = event.id;
    }
    if (page->at_end) return folded;
    from = page->next_version;
  }
}

CommandAnswer shown(const AggregateModel& model, const Folded& folded) {
  CommandAnswer answer{.version = folded.version,
                       .position = folded.position,
                       .view = {},
                       .exists = model.exists(*folded.instance)};
  JsonWriter writer(answer.view);
  model.write_view(*folded.instance, writer);
  return answer;
}

std::optional<CommandAnswer> shown_at(const AggregateModel& model, const Folded& folded,
                                      const ViewPoint& point) {
  const Version wanted = point.version.value_or(folded.version);
  if (folded.version.value == 0 || folded.version != wanted) return std::nullopt;
  return shown(model, folded);
}

}  // namespace daybook
