// A subscription is a read that waits: it hands the events of the log to a handler, in order, from
// its checkpoint on, and at the head waits for the next commit. It pulls, so nothing is queued for
// it and nothing can overflow.
//
//   Subscription mails({.events = store, .checkpoints = rows, .clock = clock},
//                      {.name = "mails", .filter = {.types = {"UserCreated"}}},
//                      [&](const RecordedEvent& event) { return send_mail(event); });
//   mails.start();
//
// At least once: the checkpoint is saved after the handler has answered, so a crash repeats the
// last few. An event whose handler gives an error is tried again, then parked as a dead letter;
// later events of its key, the stream, wait behind it, and others go on. With several workers, a
// consumer group, events of one stream are still handled in order by one of them.
//
// The handler is called on the subscription's own threads. Safe from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daybook/clock.h"
#include "daybook/event_store.h"
#include "daybook/read_store.h"
#include "daybook/retry.h"

namespace daybook {

struct SubscriptionOptions {
  std::string name;    // its checkpoint is kept under "$subscription-<name>"
  EventFilter filter;  // a category, types, tags; empty: the whole log
  std::string stream;  // this one alone, unless empty
  std::size_t workers = 1;
  std::size_t page_events = 500;
  Retry retry;
};

struct SubscriptionStatus {
  Position checkpoint;
  std::uint64_t lag = 0;  // events between the checkpoint and the head, of all kinds
  std::uint64_t dead_letters = 0;
  std::string problem;  // why it waits; else empty
};

class Subscription {
 public:
  struct Parts {
    EventStore& events;
    ReadStore& checkpoints;
    Clock& clock;
    std::function<void(const Error&)> report;  // as in Projections
  };
  using Handler = std::function<std::expected<void, Error>(const RecordedEvent&)>;

  Subscription(Parts parts, SubscriptionOptions options, Handler handler);
  ~Subscription();  // stops; what the handler is at is finished

  std::expected<void, Error> start();
  void stop();
  SubscriptionStatus status() const;

  std::expected<std::vector<DeadLetter>, Error> dead_letters() const;
  // As in Projections.
  std::expected<std::uint64_t, Error> retry(Deadline deadline);
  std::expected<std::uint64_t, Error> skip(std::optional<Position> position, Deadline deadline);

  // Waits until the checkpoint has reached this position. False at the deadline.
  bool wait(Position position, Deadline deadline);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace daybook
