// WebSocket frames (RFC 6455, section 5): bytes to messages, and messages to bytes.
//
//   frame   = flags length [mask] payload
//   flags   = 1 byte: FIN RSV1 RSV2 RSV3 opcode(4); no extension is negotiated, so RSV is 0
//   length  = 1 byte: MASK length(7); 126: 2 more bytes follow, 127: 8 more, big-endian
//   mask    = 4 bytes, from clients always, from servers never; payload[i] ^= mask[i % 4]
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace daybook::net {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};

// The head of a whole message or control frame from the server.
class FrameHead {
 public:
  FrameHead(Opcode opcode, std::size_t payload_bytes);
  operator std::string_view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 10> bytes_ = {};
  std::size_t size_ = 2;
};

// The payload of a Close frame: the code, big-endian, and the reason, cut to what fits.
std::string close_payload(std::uint16_t code, std::string_view reason);

// Takes the client's bytes in whatever pieces they come.
class FrameDecoder {
 public:
  explicit FrameDecoder(std::size_t message_bytes_max);

  enum class Event { none, text, ping, pong, close, failed };

  struct Step {
    std::size_t used = 0;       // Bytes of the input that are done with.
    Event event = Event::none;  // `none`: more input is needed.
    std::string_view payload;   // Until the next step. Of a close: the reason.
    std::uint16_t code = 0;     // Of a close: the client's; of a failure: the one to answer.
  };

  // Stops behind the first event. After `failed` the stream is lost.
  Step step(std::string_view input);

 private:
  std::uint16_t read_head(std::string_view head, std::size_t extended);
  void read_payload(std::string_view bytes);
  Step finish_frame(std::size_t used);
  Step finish_close(std::size_t used);
  Step fail(std::uint16_t code);

  const std::size_t message_bytes_max_;
  std::string message_;  // Of the frames of the message so far.
  std::string control_;  // A control frame may come between the frames of a message.
  bool in_message_ = false;
  bool message_delivered_ = false;

  bool in_frame_ = false;  // The head is read, the payload is not.
  bool final_ = false;
  Opcode opcode_ = Opcode::text;
  std::uint64_t payload_left_ = 0;
  std::array<char, 4> mask_ = {};
  std::size_t mask_offset_ = 0;
};

}  // namespace daybook::net
