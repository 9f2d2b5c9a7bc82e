// The least one can do with an event store: append facts, and read them back.
//
// Nothing has to be set up: with "log:some/directory" instead of "memory:" the events would be in
// files, and still there the next time.
#include <iostream>

#include "daybook/stores.h"

using namespace daybook;
using namespace std::chrono_literals;

int main() {
  auto store = open_store("memory:");
  if (!store) {
    std::cerr << store.error().detail << '\n';
    return 1;
  }

  // A stream holds what happened to one thing. Its name is a category, a dash, and an id.
  const StreamId shelf("shelf", "7");

  // Both events are appended or none, and only if the stream has none yet: had another program
  // been faster, the answer would be a conflict and nothing written.
  auto appended = (*store)->append(
      {.streams = {{shelf,
                    ExpectedVersion::none(),
                    {{.type = "BookAdded", .data = R"({"title":"Emma"})"},
                     {.type = "BookLent", .data = R"({"title":"Emma","to":"Ada"})"}}}}},
      within(5s));
  if (!appended) {
    std::cerr << appended.error().detail << '\n';
    return 1;
  }
  std::cout << "The shelf is at version " << appended->streams[0].version.value << '\n';

  // Reads go on after a place already seen; 0, the default, is the start.
  auto page = (*store)->read_stream({.stream = shelf}, within(5s));
  if (!page) {
    std::cerr << page.error().detail << '\n';
    return 1;
  }
  for (const RecordedEvent& event : page->events) {
    std::cout << event.version.value << ' ' << event.type << ' ' << event.data << '\n';
  }
  return page->events.size() == 2 ? 0 : 1;
}
