// Events to commands, and a deadline: whoever has not paid an invoice in two weeks is reminded. The
// program owns the clock, so two weeks pass at once; a restart in between forgets nothing.
#include <atomic>
#include <iostream>

#include "daybook/process_manager.h"
#include "daybook/processes.h"
#include "daybook/read_stores.h"
#include "daybook/stores.h"

using namespace daybook;
using namespace std::chrono_literals;

struct InvoiceCreated {  // events: what happened
  std::string customer;
};
struct InvoicePaid {};
struct SendReminder {  // a command: what shall be done about it
  std::string to;
};

struct Reminders {
  static constexpr std::string_view name = "reminders";
  using Event = std::variant<InvoiceCreated, InvoicePaid>;
  using Command = std::variant<SendReminder>;
  using Reaction = daybook::Reaction<Command>;
  struct State {
    std::string customer;
  };
  static TypeSchema state() {
    return view<State>("Reminders", field("customer", &State::customer));
  }

  static Reaction on(const InvoiceCreated& event, State& state, const Recorded& at) {
    state.customer = event.customer;
    return Reaction().set_deadline("payment", at.time + std::chrono::days(14));
  }
  static Reaction on(const InvoicePaid&, State&, const Recorded&) {
    return Reaction().cancel_deadline("payment");
  }
  static Reaction due(const Due& due, State& state) {
    return Reaction().send(due.key, SendReminder{state.customer});
  }
};

class OwnClock final : public Clock {
 public:
  Time now() const override { return now_; }
  void advance(std::chrono::days by) { now_ = now_.load() + by; }

 private:
  std::atomic<Time> now_{Time(1'767'225'600s)};
};

int main() {
  const Context context{
      .name = "invoices",
      .categories = {"invoice"},
      .events = {event("InvoiceCreated", field("customer", &InvoiceCreated::customer)),
                 event<InvoicePaid>("InvoicePaid")},
      .commands = {command("SendReminder", field("to", &SendReminder::to))}};
  OwnClock clock;
  auto store = open_memory_store({.clock = &clock});
  auto rows = open_memory_read_store();

  // In an application this is command_sender(api).
  std::atomic<int> reminders = 0;
  const CommandSender send = [&](SentCommand command, CommandAnswered answered) {
    std::cout << command.name << " for invoice " << command.id << ": " << command.data << '\n';
    ++reminders;
    answered({});
  };

  const auto record = [&](std::string_view invoice, NewEvent event) {
    const StreamId stream("invoice", invoice);
    return store->append({.streams = {{stream, ExpectedVersion::any(), {event}}}}, within(5s))
        .has_value();
  };
  bool good = record("1", {.type = "InvoiceCreated", .data = R"({"customer":"Ada"})"}) &&
              record("2", {.type = "InvoiceCreated", .data = R"({"customer":"Grace"})"}) &&
              record("2", {.type = "InvoicePaid"});

  for (int start = 0; start < 3; ++start) {
    Processes processes({.events = *store, .rows = *rows, .clock = clock, .send = send});
    processes.add(process<Reminders>()(context));
    good = good && processes.start().has_value() && processes.settle(within(10s));
    clock.advance(std::chrono::days(10));
  }
  return good && reminders == 1 ? 0 : 1;
}
