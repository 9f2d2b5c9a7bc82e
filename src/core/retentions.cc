#include "daybook/retentions.h"

#include <algorithm>
#include <string>
#include <utility>

namespace daybook {
namespace {

bool is_about_retention(const StreamAppend& append) {
  return append.stream.is_system() && append.stream.category() == retention_category;
}

std::string stream_pointer(std::size_t stream) { return "/streams/" + std::to_string(stream); }

// Where the stream stands when the append gets to its place `end`.
Version version_within(const Append& append, std::size_t end, std::string_view stream,
                       const StreamsBefore& before) {
  Version version = before.version(stream);
  for (std::size_t i = 0; i < end; ++i) {
    const StreamAppend& one = append.streams[i];
    if (one.stream.text() == stream) version.value += one.events.size();
  }
  return version;
}

std::expected<void, Error> change_by(const Append& append, std::size_t place,
                                     const StreamsBefore& before, Retentions& changed) {
  const StreamAppend& about = append.streams[place];
  const std::string_view stream = retained_stream(about.stream.text());
  const Version version = version_within(append, place, stream, before);
  Retention retention = before.retention(stream);
  for (std::size_t i = 0; i < about.events.size(); ++i) {
    auto next = change(retention, version, about.events[i].type, about.events[i].data);
    if (!next) {
      const std::string event = stream_pointer(place) + "/events/" + std::to_string(i);
      next.error().pointer.insert(0, event);
      return std::unexpected(std::move(next.error()));
    }
    retention = *next;
  }
  changed.set(stream, retention);
  return {};
}

}  // namespace

const Retention* Retentions::find(std::string_view stream) const {
  if (by_stream_.empty()) return nullptr;
  const auto found = by_stream_.find(stream);
  return found == by_stream_.end() ? nullptr : &found->second;
}

Retention Retentions::of(std::string_view stream) const {
  const Retention* const found = find(stream);
  return found ? *found : Retention();
}

Version Retentions::shown(std::string_view stream, Version version) const {
  const Retention* const found = find(stream);
  return found && found->hides_all(version) ? Version() : version;
}

void Retentions::set(std::string_view stream, const Retention& retention) {
  by_stream_.insert_or_assign(std::string(stream), retention);
}

void Retentions::take(const Retentions& others) {
  for (const auto& [stream, retention] : others) set(stream, retention);
}

void Retentions::apply(std::string_view stream, Version version, std::string_view type,
                       std::string_view data) {
  if (auto changed = change(of(stream), version, type, data)) set(stream, *changed);
}

std::expected<Retentions, Error> decide_retention(const Append& append,
                                                  const StreamsBefore& before) {
  Retentions changed;
  if (std::ranges::none_of(append.streams, is_about_retention)) return changed;
  for (std::size_t place = 0; place < append.streams.size(); ++place) {
    const StreamAppend& one = append.streams[place];
    if (is_about_retention(one) && !one.events.empty()) {
      if (auto done = change_by(append, place, before, changed); !done) {
        return std::unexpected(std::move(done.error()));
      }
    } else if (!one.events.empty() && changed.of(one.stream.text()).is_tombstoned) {
      Error error(stream_is_tombstoned);
      error.pointer = stream_pointer(place);
      return std::unexpected(std::move(error));
    }
  }
  return changed;
}

}  // namespace daybook
