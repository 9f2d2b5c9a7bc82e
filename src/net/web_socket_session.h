// A connection that speaks WebSocket: messages in, messages out, pings, and the close handshake.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "src/net/exchange.h"
#include "src/net/session.h"
#include "src/net/web_socket_frame.h"

namespace daybook::net {

class Connection;

class WebSocketSession final : public Session, private OutboxReader {
 public:
  WebSocketSession(Connection& connection, OpenedWebSocket socket);
  ~WebSocketSession() override;

  void advance() override;
  bool wants_input() const override;
  void on_end_of_input() override;
  void on_tick(TimePoint now) override;
  void on_stall() override;
  void on_stop() override;
  void on_gone() override;

 private:
  void on_outbox() override;
  void read();
  void handle(const FrameDecoder::Step& step);
  void handle_close(const FrameDecoder::Step& step);
  void write(Opcode opcode, std::string_view payload);
  void write_pending();
  void begin_close(std::uint16_t code, std::string_view reason);
  void end();

  Connection& connection_;
  OpenedWebSocket socket_;
  FrameDecoder decoder_;
  TimePoint heard_at_;
  TimePoint pinged_at_;

  // The close handshake: the first Close frame, whoever sent it, tells how it ended.
  std::optional<Outbox::CloseRequest> closed_;
  TimePoint closing_since_;
  bool finished_ = false;  // Both Close frames are done with, or there will be no other.
  bool ended_ = false;     // on_close has been called.
};

// The handle that the application gets; the outbox is shared between it and the session.
std::shared_ptr<WebSocket> web_socket_handle(std::shared_ptr<Outbox> outbox);

}  // namespace daybook::net
