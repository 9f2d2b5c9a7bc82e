// A WebSocket to a server under test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/integration/server.h"

namespace daybook::integration {

// As much of RFC 6455 as a client needs.
class WebSocket {
 public:
  explicit WebSocket(const Server& server) : connection_(server.connect()) {
    connection_.send(
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const std::string head = connection_.receive_until("\r\n\r\n");
    EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
    EXPECT_TRUE(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) << head;
  }

  // A masked frame; the mask is zero, which masks nothing.
  void send(std::string_view text) {
    std::string frame = "\x81";
    if (text.size() < 126) {
      frame += static_cast<char>(0x80 | text.size());
    } else {
      frame += static_cast<char>(0x80 | 126);
      frame += static_cast<char>(text.size() >> 8);
      frame += static_cast<char>(text.size() & 0xff);
    }
    connection_.send(frame.append(4, '\0').append(text));
  }

  // The next text message; null when the connection ends.
  Json receive() {
    while (true) {
      const std::string head = connection_.receive_bytes(2);
      if (head.size() < 2) return {};
      std::uint64_t length = head[1] & 0x7f;
      if (length >= 126) {
        length = number(connection_.receive_bytes(length == 126 ? 2 : 8));
      }
      const std::string payload = connection_.receive_bytes(length);
      const int opcode = head[0] & 0x0f;
      if (opcode == 8) return {};
      if (opcode == 1) return parse_json(payload).value_or(Json{});
    }
  }

  Json ask(std::string_view text) {
    send(text);
    return receive();
  }

 private:
  static std::uint64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }

  Connection connection_;
};

inline std::string text(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member == nullptr ? "" : member->text;
}

}  // namespace daybook::integration
