// The client's side of WebSocket for tests: frames as a client masks them, good or deliberately
// broken, and the frames of the server read back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "src/net/test_client.h"
#include "src/net/web_socket_frame.h"

namespace daybook::net {

inline std::string masked(Opcode opcode, std::string_view payload, bool is_final = true,
                          std::uint32_t mask = 0x1B2C3D4E) {
  std::string frame(FrameHead(opcode, payload.size()));
  if (!is_final) frame[0] = static_cast<char>(frame[0] & 0x7F);
  frame[1] = static_cast<char>(frame[1] | 0x80);
  char key[4];
  for (int i = 0; i < 4; ++i) key[i] = static_cast<char>(mask >> (8 * i));
  frame.append(key, 4);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ key[i % 4]);
  }
  return frame;
}

struct ServerFrame {
  Opcode opcode = Opcode::continuation;
  std::string payload;

  std::uint16_t close_code() const {
    if (opcode != Opcode::close || payload.size() < 2) return 0;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 |
                                      static_cast<unsigned char>(payload[1]));
  }
};

// Nothing at the end of the connection: an opcode of continuation.
inline ServerFrame read_frame(TestClient& client) {
  const std::string head = client.read(2);
  if (head.size() < 2) return {};
  std::size_t size = static_cast<unsigned char>(head[1]);
  EXPECT_LT(size, 128u) << "servers do not mask";
  if (size >= 126) {
    std::size_t extended = 0;
    for (const char c : client.read(size == 126 ? 2 : 8)) {
      extended = extended << 8 | static_cast<unsigned char>(c);
    }
    size = extended;
  }
  return {static_cast<Opcode>(head[0] & 0x0F), client.read(size)};
}

inline std::string handshake(std::string_view more_fields = {}, std::string_view path = "/ws") {
  return "GET " + std::string(path) +
         " HTTP/1.1\r\nHost: test:80\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         std::string(more_fields) + "\r\n";
}

}  // namespace daybook::net
