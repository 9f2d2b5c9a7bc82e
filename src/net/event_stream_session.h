// A connection whose last answer goes on: server-sent events.
#pragma once

#include <memory>

#include "src/net/exchange.h"
#include "src/net/session.h"

namespace daybook::net {

class Connection;

class EventStreamSession final : public Session, private OutboxReader {
 public:
  EventStreamSession(Connection& connection, OpenedEventStream stream, bool chunked);
  ~EventStreamSession() override;

  void advance() override;
  bool wants_input() const override { return true; }  // Only to learn that the client has gone.
  void on_end_of_input() override;
  void on_tick(TimePoint now) override;
  void on_stall() override;
  void on_stop() override;
  void on_gone() override;

 private:
  void on_outbox() override;
  void write(std::string&& bytes);
  void finish();
  void end();

  Connection& connection_;
  OpenedEventStream stream_;
  const bool chunked_;
  TimePoint last_write_;
  bool ended_ = false;
};

// The handle that the application gets; the outbox is shared between it and the session.
std::shared_ptr<EventStream> event_stream_handle(std::shared_ptr<Outbox> outbox);

}  // namespace daybook::net
