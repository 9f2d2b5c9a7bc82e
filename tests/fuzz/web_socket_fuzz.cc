// WebSocket frames from strangers, whole and in pieces of a size that the first byte says: the same
// messages come out.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "daybook/result.h"
#include "src/net/web_socket_frame.h"

namespace daybook::net {
namespace {

constexpr std::size_t message_bytes_max = 1'000;

std::string decoded(std::string_view wire, std::size_t piece_bytes) {
  FrameDecoder decoder(message_bytes_max);
  std::string events, input;
  for (std::size_t at = 0; at < wire.size(); at += piece_bytes) {
    input += wire.substr(at, piece_bytes);
    for (;;) {
      const FrameDecoder::Step step = decoder.step(input);
      require(step.used <= input.size(), "a step lies within its input");
      if (step.event == FrameDecoder::Event::none) {
        input.erase(0, step.used);
        break;
      }
      require(step.payload.size() <= message_bytes_max, "a message has its limit");
      events +=
          std::to_string(static_cast<int>(step.event)) + ":" + std::to_string(step.code) + ":";
      if (step.event == FrameDecoder::Event::failed) return events;
      events.append(step.payload).append(" ");
      input.erase(0, step.used);
    }
  }
  return events;
}

}  // namespace
}  // namespace daybook::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using daybook::require;
  using namespace daybook::net;
  if (size == 0) return 0;
  const std::string_view wire(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(decoded(wire, 1 + data[0] % 64) == decoded(wire, wire.size() + 1),
          "pieces mean the same");
  // What the server says of a close can be sent.
  require(close_payload(1000, wire).size() <= 125, "a reason is cut to what fits");
  return 0;
}
