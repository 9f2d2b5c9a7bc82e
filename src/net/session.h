// What a connection speaks at the moment: HTTP, then perhaps server-sent events or WebSocket.
// Called on the connection's io thread, never from within a call of its own.
#pragma once

#include <chrono>

namespace daybook::net {

using TimePoint = std::chrono::steady_clock::time_point;

class Session {
 public:
  virtual ~Session() = default;

  // Something changed: bytes came, bytes went, an answer is there. Does all that can be done now.
  virtual void advance() = 0;

  virtual bool wants_input() const = 0;
  virtual void on_end_of_input() = 0;
  virtual void on_tick(TimePoint now) = 0;
  virtual void on_stall() = 0;  // The client has taken nothing for the stall timeout.
  virtual void on_stop() = 0;   // The server stops: finish what was begun.
  virtual void on_gone() = 0;   // The connection has ended; the last call.
};

}  // namespace daybook::net
