// What a book shows of its streams, and scavenging it.
#include <algorithm>

#include "src/store/memory/book.h"

namespace daybook::memory {

bool Book::is_absent(const Stream& stream) const {
  const Retention* const retention = retentions_.find(stream.name);
  return retention && retention->hides_all({stream.events.size()});
}

std::uint64_t Book::first_shown(const Stream& stream) const {
  const std::uint64_t first = stream.scavenged + 1;
  const Retention* const retention = retentions_.find(stream.name);
  if (!retention) return first;
  const Version kept = retention->first_kept({stream.events.size()});
  const auto oldest = retention->oldest_kept(clock_.now());
  if (!oldest) return std::max(first, kept.value);
  auto recorded = [&](Position position) { return event(position).recorded_at; };
  const auto young = std::ranges::lower_bound(stream.events, *oldest, {}, recorded);
  const auto too_old = static_cast<std::uint64_t>(young - stream.events.begin());
  return std::max({first, kept.value, too_old + 1});
}

bool Book::passes(const RecordedEvent& event, const EventFilter& filter) const {
  const std::uint64_t place = event.position.value - 1;
  const bool is_scavenged = place < scavenged_.size() && scavenged_[place];
  return !is_scavenged && filter.accepts(event);
}

ScavengeReport Book::scavenge() {
  ScavengeReport report{.is_complete = true};
  for (const auto& [name, retention] : retentions_) {
    const auto found = streams_by_name_.find(name);
    if (found == streams_by_name_.end()) continue;
    Stream& stream = *found->second;
    for (const std::uint64_t end = first_shown(stream) - 1; stream.scavenged < end;) {
      const Position position = stream.events[stream.scavenged++];
      if (scavenged_.size() < position.value) scavenged_.resize(head().value);
      scavenged_[position.value - 1] = true;
      ++report.events_removed;
    }
  }
  return report;
}

}  // namespace daybook::memory
