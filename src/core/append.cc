#include "daybook/append.h"

namespace daybook {
namespace {

// What a store keeps of an event besides its text: id, place, time, lengths.
constexpr std::size_t event_overhead = 64;

std::size_t bytes_of(const std::vector<std::string>& names) {
  std::size_t bytes = 0;
  for (const std::string& name : names) bytes += name.size() + 2;
  return bytes;
}

std::size_t bytes_of(const NewEvent& event) {
  return event_overhead + event.type.size() + event.data.size() + event.metadata.size() +
         bytes_of(event.tags);
}

}  // namespace

bool ExpectedVersion::accepts(Version actual) const {
  switch (kind) {
    case Kind::any:
      return true;
    case Kind::none:
      return actual == Version{};
    case Kind::exists:
      return actual > Version{};
    case Kind::exact:
      return actual == version;
  }
  return false;
}

std::size_t bytes_of(const Append& append) {
  std::size_t bytes = append.commit_id.size();
  for (const StreamAppend& stream : append.streams) {
    bytes += stream.stream.text().size();
    for (const NewEvent& event : stream.events) bytes += bytes_of(event);
  }
  if (append.condition) {
    for (const QueryItem& item : append.condition->query) {
      bytes += bytes_of(item.types) + bytes_of(item.tags);
    }
  }
  return bytes;
}

}  // namespace daybook
