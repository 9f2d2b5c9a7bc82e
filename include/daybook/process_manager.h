// A process manager turns events into commands, at once or when a deadline passes: a class with one
// short function `on` for each event it hears. There is one instance of it for each key: the id of
// the aggregate that the event is about, unless the class has a function `key`.
//
//   class Reminders {
//    public:
//     static constexpr std::string_view name = "reminders";  // stands in the log for ever
//     using Event = std::variant<InvoiceCreated, InvoicePaid>;
//     using Command = std::variant<SendReminder>;
//     using Reaction = daybook::Reaction<Command>;
//     struct State {};  // what an instance remembers
//
//     static Reaction on(const InvoiceCreated& event, State&, const Recorded& at) {
//       return Reaction().set_deadline("payment", at.time + days(14));
//     }
//     static Reaction on(const InvoicePaid&, State&, const Recorded&) {
//       return Reaction().cancel_deadline("payment");
//     }
//     static Reaction due(const Due& due, State&) {  // if it sets deadlines
//       return Reaction().send(due.key, SendReminder{});
//     }
//     static Reaction refused(const RefusedCommand&, State&);  // if it wants to know
//     static std::string key(const InvoiceCreated&, const Recorded&);  // for some of the events
//     static TypeSchema state();  // how State looks in the log, unless it is empty
//   };
//
// All of them are pure: no clock, no random, no I/O. Each event is answered once, however often it
// is delivered, and each command has one effect. What is heard are the events of the context's own
// categories, or of those named by a constant `categories`, as in a projection.
#pragma once

#include <memory>

#include "daybook/typed_process.h"

namespace daybook {

// The process P, made from what its context declares: `.processes = {process<Reminders>()}`.
template <class P>
ProcessMaker process() {
  return [](const Context& context) -> std::unique_ptr<ProcessModel> {
    return std::make_unique<TypedProcess<P>>(context);
  };
}

}  // namespace daybook
