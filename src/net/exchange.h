// One request and its answer, from the first byte of the one to the last of the other. The io
// thread owns it until the handler is called and again once it is answered; in between it belongs
// to whoever holds the answering end. Used again for later requests of the same connection.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "src/net/http.h"
#include "src/net/mailbox.h"
#include "src/net/outbox.h"
#include "src/net/router.h"
#include "src/net/streams.h"

namespace daybook::net {

struct Dropped {};

struct OpenedEventStream {
  std::shared_ptr<Outbox> outbox;       // Shared with the handle.
  std::shared_ptr<EventStream> handle;  // Shared with the application.
  EventStreamCallbacks callbacks;
  Headers headers;
};

struct OpenedWebSocket {
  std::shared_ptr<Outbox> outbox;     // Shared with the handle.
  std::shared_ptr<WebSocket> handle;  // Shared with the application.
  WebSocketCallbacks callbacks;
  Headers headers;
};

using Outcome = std::variant<Dropped, Response, OpenedEventStream, OpenedWebSocket>;

// The session that waits for the answer; lives on the io thread.
class AnswerReader {
 public:
  virtual ~AnswerReader() = default;
  virtual void on_answer() = 0;
};

class Exchange final : public Delivery {
 public:
  Exchange(std::shared_ptr<Mailbox> mailbox, Outbox::Bounds bounds);

  // The answering end: once, from any thread. Gives the exchange back to the io thread.
  static void answer(std::shared_ptr<Exchange> exchange, Outcome outcome);

  // The answering end as handlers know it.
  static Respond respond(std::shared_ptr<Exchange> exchange);

  std::shared_ptr<Outbox> new_outbox() const;

  void deliver() noexcept override;
  void reset();

  Request request;
  std::string head;   // What the request's views look at, even after the connection has gone:
  std::string body;   // the head, the body,
  std::string arena;  // and what had to be decoded.
  std::string remote_address;
  Router::Match match;
  bool keep_alive = true;
  bool is_http_1_0 = false;
  bool expects_continue = false;
  bool is_protocol_error = false;  // The request was never understood.

  bool answered = false;
  Outcome outcome;
  AnswerReader* reader = nullptr;  // Null once the connection has gone.

 private:
  const std::shared_ptr<Mailbox> mailbox_;  // Shared: answers may come after the io thread ended.
  const Outbox::Bounds bounds_;
};

}  // namespace daybook::net
