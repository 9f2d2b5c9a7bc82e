// Rules over events: a command is decided against what has happened so far, and what is accepted
// is appended. `handle` loads, decides and appends, and starts over if somebody else was faster.
#include <iostream>

#include "daybook/command_handler.h"
#include "daybook/stores.h"

using namespace daybook;
using namespace std::chrono_literals;

struct SeatTaken {  // an event: what happened
  std::string by;
};
struct TakeSeat {  // a command: what is asked for
  std::string by;
};

struct Flight {  // the state: only what a decision needs
  static constexpr std::string_view category = "flight";
  using Event = std::variant<SeatTaken>;
  using Command = std::variant<TakeSeat>;
  int taken = 0;
};

constexpr Refusal sold_out{"sold-out", "Every seat is taken"};

Decision<Flight> decide(const TakeSeat& command, const Flight& flight) {
  if (flight.taken == 2) return sold_out;
  return accept(SeatTaken{command.by});
}

void evolve(Flight& flight, const SeatTaken&) { ++flight.taken; }

int main() {
  auto store = open_memory_store();
  // What events are called in the log, and how they look there.
  const EventCodec<Flight> codec({event("SeatTaken", field("by", &SeatTaken::by))});
  const StreamId flight("flight", "DB42");

  for (const char* name : {"Ada", "Grace", "Barbara"}) {
    auto version = handle<Flight>(*store, codec, flight, TakeSeat{name}, within(5s));
    if (version) {
      std::cout << name << " has a seat; the flight is at version " << version->value << '\n';
    } else {
      std::cout << name << " has none: " << version.error().detail << '\n';
    }
  }

  auto loaded = load<Flight>(*store, codec, flight, within(5s));
  return loaded && loaded->state.taken == 2 ? 0 : 1;
}
