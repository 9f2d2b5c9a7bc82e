#include "src/net/web_socket_frame.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "src/net/percent.h"
#include "src/net/streams.h"
#include "src/net/test_web_socket.h"

namespace daybook::net {
namespace {

using Event = FrameDecoder::Event;

// What came out of a stream of frames: "text:hello", "ping:", "close:1000 bye", "failed:1002".
std::string decoded(std::string_view wire, std::size_t piece_bytes = 1'000'000,
                    std::size_t message_bytes_max = 1'000'000) {
  FrameDecoder decoder(message_bytes_max);
  std::string events;
  std::string input;
  for (std::size_t at = 0; at < wire.size(); at += piece_bytes) {
    input += wire.substr(at, piece_bytes);
    while (true) {
      const auto step = decoder.step(input);
      const std::string payload(step.payload);
      input.erase(0, step.used);
      if (step.event == Event::none) break;
      if (!events.empty()) events += " ";
      if (step.event == Event::failed) return events + "failed:" + std::to_string(step.code);
      if (step.event == Event::text) events += "text:" + payload;
      if (step.event == Event::ping) events += "ping:" + payload;
      if (step.event == Event::pong) events += "pong:" + payload;
      if (step.event == Event::close) events += "close:" + std::to_string(step.code) + payload;
    }
  }
  return events;
}

TEST(FrameDecoder, reads_messages_of_every_length_form) {
  for (std::size_t size : {0u, 1u, 7u, 8u, 9u, 125u, 126u, 127u, 65'535u, 65'536u, 100'000u}) {
    const std::string text(size, 'a');
    EXPECT_EQ(decoded(masked(Opcode::text, text)), "text:" + text) << size;
  }
}

TEST(FrameDecoder, reads_the_same_from_any_pieces) {
  const std::string wire = masked(Opcode::text, "Hel", false) + masked(Opcode::ping, "now") +
                           masked(Opcode::continuation, "lo wörld", true) +
                           masked(Opcode::text, std::string(300, 'b')) +
                           masked(Opcode::close, close_payload(1000, "bye"));
  const std::string expected =
      "ping:now text:Hello wörld text:" + std::string(300, 'b') + " close:1000bye";
  for (std::size_t piece = 1; piece < 40; ++piece) EXPECT_EQ(decoded(wire, piece), expected);
}

TEST(FrameDecoder, joins_characters_split_over_fragments) {
  const std::string text = "日本";
  EXPECT_EQ(decoded(masked(Opcode::text, text.substr(0, 2), false) +
                    masked(Opcode::continuation, text.substr(2), true)),
            "text:" + text);
}

TEST(FrameDecoder, refuses_what_breaks_the_protocol) {
  EXPECT_EQ(decoded(std::string("\x81\x01"
                                "a")),
            "failed:1002")
      << "unmasked";
  EXPECT_EQ(decoded(masked(Opcode::continuation, "a")), "failed:1002") << "nothing to continue";
  EXPECT_EQ(decoded(masked(Opcode::text, "a", false) + masked(Opcode::text, "b")), "failed:1002");
  EXPECT_EQ(decoded(masked(Opcode::ping, "a", false)), "failed:1002") << "fragmented control";
  EXPECT_EQ(decoded(masked(Opcode::ping, std::string(126, 'a'))), "failed:1002");
  EXPECT_EQ(decoded(masked(static_cast<Opcode>(3), "a")), "failed:1002") << "reserved opcode";
  EXPECT_EQ(decoded(masked(static_cast<Opcode>(0x41), "a")), "failed:1002") << "reserved bit";
  EXPECT_EQ(decoded(masked(Opcode::close, "x")), "failed:1002") << "half a code";
}

TEST(FrameDecoder, refuses_close_codes_that_may_not_be_sent) {
  for (std::uint16_t code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000}) {
    const std::string payload = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    EXPECT_EQ(decoded(masked(Opcode::close, payload)), "failed:1002") << code;
  }
  EXPECT_EQ(decoded(masked(Opcode::close, "")), "close:1005");
  EXPECT_EQ(decoded(masked(Opcode::close, close_payload(4999, ""))), "close:4999");
}

TEST(FrameDecoder, refuses_binary_bad_text_and_too_much) {
  EXPECT_EQ(decoded(masked(Opcode::binary, "a")), "failed:1003");
  EXPECT_EQ(decoded(masked(Opcode::text, "\xFF")), "failed:1007");
  EXPECT_EQ(decoded(masked(Opcode::close, close_payload(1000, "") + "\xFF")), "failed:1007");
  EXPECT_EQ(decoded(masked(Opcode::text, "12345"), 100, 4), "failed:1009");
  EXPECT_EQ(decoded(masked(Opcode::text, "123", false) + masked(Opcode::continuation, "45"), 1, 4),
            "failed:1009");
  EXPECT_EQ(decoded(masked(Opcode::text, "1234"), 100, 4), "text:1234");
  EXPECT_EQ(decoded(std::string("\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14)),
            "failed:1009");
}

TEST(FrameDecoder, cuts_close_reasons_between_characters) {
  const std::string payload = close_payload(1000, std::string(122, 'a') + "é");
  EXPECT_EQ(payload.size(), 124u);
  EXPECT_TRUE(is_utf8(std::string_view(payload).substr(2)));
}

TEST(FrameDecoder, gives_back_random_messages_in_random_fragments_and_pieces) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    std::string wire;
    std::string expected;
    for (unsigned m = 0; m <= random() % 4; ++m) {
      std::string text;
      const unsigned fragments = 1 + random() % 4;
      for (unsigned f = 0; f < fragments; ++f) {
        const std::string part(random() % 300, static_cast<char>('a' + random() % 26));
        wire += masked(f == 0 ? Opcode::text : Opcode::continuation, part, f + 1 == fragments,
                       static_cast<std::uint32_t>(random()));
        text += part;
        if (f + 1 < fragments && random() % 3 == 0) {
          wire += masked(Opcode::pong, "p");
          expected += (expected.empty() ? "" : " ") + std::string("pong:p");
        }
      }
      expected += (expected.empty() ? "" : " ") + ("text:" + text);
    }
    ASSERT_EQ(decoded(wire, 1 + random() % 200), expected);
  }
}

TEST(FrameDecoder, outlives_random_bytes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string wire = masked(Opcode::text, "Hel", false) + masked(Opcode::ping, "x") +
                       masked(Opcode::continuation, "lo") + masked(Opcode::close, "");
    for (unsigned n = 0; n <= random() % 6; ++n) wire[random() % wire.size()] = random() % 256;
    decoded(wire, 1 + random() % 12, 100);
  }
}

}  // namespace
}  // namespace daybook::net
