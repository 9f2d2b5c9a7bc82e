#include "src/core/aggregate_list.h"

#include <algorithm>

namespace daybook {

std::expected<void, Error> AggregateList::apply(const RecordedEvent& event) {
  if (id_of(event.stream).empty()) return {};  // no aggregate has such a stream
  return entries_.with([&](Entries& entries) -> std::expected<void, Error> {
    Entry& entry = find_or_add(entries, event);
    if (!entry.instance) return {};
    auto done = model_.replay(*entry.instance, event);
    if (done) return {};
    entry.instance.reset();
    ++entries.unreadable;
    return done;
  });
}

AggregateList::Entry& AggregateList::find_or_add(Entries& entries,
                                                 const RecordedEvent& event) const {
  const auto found = entries.by_stream.find(event.stream);
  if (found != entries.by_stream.end()) return *found->second;
  auto entry = std::make_unique<Entry>(std::string(event.stream), event.position, model_.create());
  entries.by_stream.emplace(entry->stream, entry.get());
  return *entries.in_order.emplace_back(std::move(entry));
}

AggregateList::Page AggregateList::page(Position after, std::size_t limit) const {
  return entries_.with([&](const Entries& entries) {
    Page page;
    JsonWriter writer(page.views);
    writer.begin_array();
    const auto created = [](const auto& entry) { return entry->created; };
    auto at = std::ranges::upper_bound(entries.in_order, after, {}, created);
    Position last;
    for (; at != entries.in_order.end() && limit > 0; ++at) {
      if (!(*at)->instance) continue;
      model_.write_view(*(*at)->instance, writer);
      last = (*at)->created;
      --limit;
    }
    const auto readable = [](const auto& entry) { return entry->instance != nullptr; };
    if (std::any_of(at, entries.in_order.end(), readable)) page.next = last;
    writer.end_array();
    return page;
  });
}

std::uint64_t AggregateList::unreadable() const {
  return entries_.with([](const Entries& entries) { return entries.unreadable; });
}

}  // namespace daybook
