// What goes on after the request: server-sent events and WebSocket. Both are pulled, not pushed:
// the application sends while buffered_bytes() is small, then waits for on_drain. A client that
// does not read for the stall timeout, or lets the buffer grow beyond its bound, is dropped.
//
//   router.add_stream("/api/events/live", [&](const Request& request, StreamReply reply) {
//     auto stream = std::move(reply).open({.on_close = [=](EventStream&) { feed->stop(); }});
//     feed->start(std::move(stream), request.header("Last-Event-ID"));
//   });
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "src/net/http.h"

namespace daybook::net {

class Exchange;

// An open response of type text/event-stream. Every member may be called from any thread, also
// after the client has gone, when all of them do nothing. Shared by the connection, which writes,
// and by the feed of the application, which sends; neither knows which of them ends first.
class EventStream {
 public:
  virtual ~EventStream() = default;

  // Queues `chunk`, whole events with their blank line. False once the stream is closed.
  virtual bool send(std::string_view chunk) = 0;

  // Bytes queued and not yet taken by the kernel.
  virtual std::size_t buffered_bytes() const = 0;

  virtual bool is_open() const = 0;

  // Ends the response after what is queued.
  virtual void close() = 0;
};

// Called on the connection's io thread; they must not block. on_drain comes each time when
// buffered_bytes() falls from above ServerOptions::low_water_bytes to it or below; on_close comes
// exactly once, whoever closed. No call follows on_close, and both are then let go.
struct EventStreamCallbacks {
  std::function<void(EventStream&)> on_drain;
  std::function<void(EventStream&)> on_close;
};

// How a stream's handler answers: by opening the stream or by an ordinary response, once, from
// any thread. Dropped without either, it answers 500.
class StreamReply {
 public:
  explicit StreamReply(std::shared_ptr<Exchange> exchange);
  StreamReply(StreamReply&&) = default;
  StreamReply& operator=(StreamReply&&) = delete;
  ~StreamReply();

  // Sends the head at once. Heartbeat comments are sent by net.
  std::shared_ptr<EventStream> open(EventStreamCallbacks callbacks, Headers headers = {}) &&;

  void respond(Response response) &&;

 private:
  std::shared_ptr<Exchange> exchange_;  // Shared with the connection, which may end first.
};

using StreamHandler = std::function<void(const Request&, StreamReply)>;

// Close codes of RFC 6455 that this program uses.
namespace close_code {
constexpr std::uint16_t normal = 1000;
constexpr std::uint16_t going_away = 1001;
constexpr std::uint16_t protocol_error = 1002;
constexpr std::uint16_t unsupported_data = 1003;
constexpr std::uint16_t none_received = 1005;  // Never on the wire.
constexpr std::uint16_t abnormal = 1006;       // Never on the wire: the connection was lost.
constexpr std::uint16_t invalid_text = 1007;
constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t message_too_big = 1009;
constexpr std::uint16_t internal_error = 1011;
constexpr std::uint16_t try_again_later = 1013;  // A slow reader; it may come back and resume.
}  // namespace close_code

// An open WebSocket for text messages. Threads and sharing: as EventStream.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  // Queues one message of UTF-8 text. False once the socket is closed or closing.
  virtual bool send(std::string_view text) = 0;

  virtual std::size_t buffered_bytes() const = 0;

  virtual bool is_open() const = 0;

  // Sends a Close frame after what is queued and waits for the client's, for a while.
  virtual void close(std::uint16_t code = close_code::normal, std::string_view reason = {}) = 0;
};

// As EventStreamCallbacks. The text is valid UTF-8 and lives as long as the call. on_close tells
// how it ended: the code of the first Close frame, whoever sent it, or `abnormal`.
struct WebSocketCallbacks {
  std::function<void(WebSocket&, std::string_view text)> on_message;
  std::function<void(WebSocket&)> on_drain;
  std::function<void(WebSocket&, std::uint16_t code, std::string_view reason)> on_close;
};

// As StreamReply. The handshake has been checked already: version, key and Origin are good.
class WebSocketReply {
 public:
  explicit WebSocketReply(std::shared_ptr<Exchange> exchange);
  WebSocketReply(WebSocketReply&&) = default;
  WebSocketReply& operator=(WebSocketReply&&) = delete;
  ~WebSocketReply();

  std::shared_ptr<WebSocket> accept(WebSocketCallbacks callbacks, Headers headers = {}) &&;

  void respond(Response response) &&;

 private:
  std::shared_ptr<Exchange> exchange_;  // Shared with the connection, which may end first.
};

using WebSocketHandler = std::function<void(const Request&, WebSocketReply)>;

}  // namespace daybook::net
