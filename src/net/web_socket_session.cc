#include "src/net/web_socket_session.h"

#include <utility>

#include "src/net/connection.h"
#include "src/net/io_loop.h"

namespace daybook::net {

namespace {

// A client that does not read what it caused is not asked for more.
constexpr std::size_t unsent_bytes_max = 1024 * 1024;

class WebSocketHandle final : public WebSocket {
 public:
  explicit WebSocketHandle(std::shared_ptr<Outbox> outbox) : outbox_(std::move(outbox)) {}

  // Framed here, so that the work is done on the sender's thread.
  bool send(std::string_view text) override {
    return outbox_->add(FrameHead(Opcode::text, text.size()), text);
  }
  std::size_t buffered_bytes() const override { return outbox_->buffered_bytes(); }
  bool is_open() const override { return outbox_->is_open(); }
  void close(std::uint16_t code, std::string_view reason) override { outbox_->close(code, reason); }

 private:
  const std::shared_ptr<Outbox> outbox_;  // Shared with the connection.
};

std::string_view explain(std::uint16_t code) {
  switch (code) {
    case close_code::unsupported_data:
      return "Only text messages are understood here.";
    case close_code::invalid_text:
      return "The text is not UTF-8.";
    case close_code::message_too_big:
      return "The message is larger than this server accepts.";
    default:
      return "The frame is not well-formed.";
  }
}

}  // namespace

std::shared_ptr<WebSocket> web_socket_handle(std::shared_ptr<Outbox> outbox) {
  return std::make_shared<WebSocketHandle>(std::move(outbox));
}

WebSocketSession::WebSocketSession(Connection& connection, OpenedWebSocket socket)
    : connection_(connection),
      socket_(std::move(socket)),
      decoder_(connection.loop().service().options.limits.message_bytes_max),
      heard_at_(connection.loop().now()),
      pinged_at_(heard_at_) {
  socket_.outbox->set_reader(this);
  if (connection.loop().is_stopping()) on_stop();
}

WebSocketSession::~WebSocketSession() { socket_.outbox->set_reader(nullptr); }

void WebSocketSession::on_outbox() { connection_.settle_later(); }

void WebSocketSession::advance() {
  write_pending();
  read();
  if (finished_) {
    connection_.finish();
    return end();
  }
  if (socket_.outbox->update_unsent(connection_.unsent_bytes()) && socket_.callbacks.on_drain) {
    socket_.callbacks.on_drain(*socket_.handle);
  }
}

bool WebSocketSession::wants_input() const { return connection_.unsent_bytes() < unsent_bytes_max; }

void WebSocketSession::write_pending() {
  if (closed_) return;
  Outbox::Taken taken = socket_.outbox->take();
  connection_.output().take(std::move(taken.bytes));
  if (taken.overflowed) {
    begin_close(close_code::try_again_later, "The client reads too slowly.");
  } else if (taken.close) {
    begin_close(taken.close->code, taken.close->reason);
  }
}

void WebSocketSession::read() {
  InputBuffer& input = connection_.input();
  while (!finished_ && wants_input()) {
    const FrameDecoder::Step step = decoder_.step(input.bytes());
    if (step.used > 0) heard_at_ = connection_.loop().now();
    input.consume(step.used);
    if (step.event == FrameDecoder::Event::none) return;
    handle(step);
  }
}

void WebSocketSession::handle(const FrameDecoder::Step& step) {
  switch (step.event) {
    case FrameDecoder::Event::ping:
      if (!closed_) write(Opcode::pong, step.payload);
      return;
    case FrameDecoder::Event::close:
      return handle_close(step);
    case FrameDecoder::Event::failed:
      begin_close(step.code, explain(step.code));
      finished_ = true;
      return;
    case FrameDecoder::Event::text:
      break;
    default:
      return;
  }
  if (closed_ || !socket_.callbacks.on_message) return;
  try {
    socket_.callbacks.on_message(*socket_.handle, step.payload);
  } catch (...) {
    begin_close(close_code::internal_error, "The message could not be handled.");
  }
}

void WebSocketSession::handle_close(const FrameDecoder::Step& step) {
  if (!closed_) {
    write_pending();  // What was sent before the client's Close arrived still goes before ours.
    if (!closed_) {
      write(Opcode::close, close_payload(step.code, {}));
      closed_ = Outbox::CloseRequest{step.code, std::string(step.payload)};
    }
  }
  finished_ = true;
}

void WebSocketSession::write(Opcode opcode, std::string_view payload) {
  connection_.output().append(FrameHead(opcode, payload.size()));
  connection_.output().append(payload);
}

void WebSocketSession::begin_close(std::uint16_t code, std::string_view reason) {
  if (closed_) return;
  write(Opcode::close, close_payload(code, reason));
  closed_ = Outbox::CloseRequest{code, std::string(reason)};
  closing_since_ = connection_.loop().now();
  socket_.outbox->end();
}

void WebSocketSession::end() {
  if (std::exchange(ended_, true)) return;
  socket_.outbox->end();
  const WebSocketCallbacks callbacks = std::exchange(socket_.callbacks, {});
  const auto how = closed_.value_or(Outbox::CloseRequest{close_code::abnormal, {}});
  try {
    if (callbacks.on_close) callbacks.on_close(*socket_.handle, how.code, how.reason);
  } catch (...) {
    // The socket has ended all the same.
  }
}

void WebSocketSession::on_end_of_input() { connection_.abort(); }

void WebSocketSession::on_tick(TimePoint now) {
  const Timeouts& timeouts = connection_.loop().service().options.timeouts;
  if (closed_) {
    if (now - closing_since_ >= timeouts.linger) finished_ = true;
    return;
  }
  // Two pings unanswered, and nothing else heard: the client is gone without a word.
  if (now - heard_at_ >= 3 * timeouts.heartbeat) return connection_.abort();
  if (now - heard_at_ < timeouts.heartbeat || now - pinged_at_ < timeouts.heartbeat) return;
  pinged_at_ = now;
  write(Opcode::ping, {});
}

void WebSocketSession::on_stall() {
  if (closed_) return connection_.abort();
  begin_close(close_code::try_again_later, "The client reads too slowly.");
}

void WebSocketSession::on_stop() {
  write_pending();
  begin_close(close_code::going_away, "The server stops.");
}

void WebSocketSession::on_gone() { end(); }

}  // namespace daybook::net
