#include "src/core/aggregate_fold.h"

namespace daybook {

std::expected<std::optional<CommandAnswer>, Error> view_at(EventStore& store,
                                                           const AggregateModel& model,
                                                           const StreamId& stream,
                                                           const ViewPoint& point,
                                                           Deadline deadline) {
  auto folded = read_on(store, model, stream, {}, point, deadline);
  if (!folded) return std::unexpected(folded.error());
  return shown_at(model, *folded, point);
}

}  // namespace daybook
