#include "src/core/utf8.h"

#include <string>

#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

class Utf8 : public SeededTest {};

// Writes any number below 2^21 with any number of bytes that can hold it, well-formed or not.
std::string encoded(std::uint32_t point, int bytes) {
  if (bytes == 1) return {static_cast<char>(point)};
  std::string text(bytes, '\0');
  for (int i = bytes - 1; i > 0; --i) {
    text[i] = static_cast<char>(0x80 | (point & 0x3F));
    point >>= 6;
  }
  constexpr std::uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  text[0] = static_cast<char>(lead[bytes] | point);
  return text;
}

int shortest_bytes(std::uint32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

TEST_F(Utf8, is_every_code_point_in_its_shortest_form_except_surrogates) {
  for (std::uint32_t point = 0; point < 0x200000; ++point) {
    const int bytes = shortest_bytes(point);
    const bool wanted = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    const std::string text = encoded(point, bytes);
    ASSERT_EQ(is_utf8(text), wanted) << std::hex << point;
    ASSERT_EQ(utf8_sequence_bytes(text), wanted ? bytes : 0) << std::hex << point;
  }
}

TEST_F(Utf8, is_no_code_point_in_a_longer_form) {
  for (std::uint32_t point = 0; point < 0x10000; ++point) {
    for (int bytes = shortest_bytes(point) + 1; bytes <= 4; ++bytes) {
      ASSERT_FALSE(is_utf8(encoded(point, bytes))) << std::hex << point << " in " << bytes;
    }
  }
}

TEST_F(Utf8, is_no_sequence_that_ends_early) {
  for (const std::string whole : {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    EXPECT_TRUE(is_utf8(whole));
    for (std::size_t bytes = 1; bytes < whole.size(); ++bytes) {
      EXPECT_FALSE(is_utf8(whole.substr(0, bytes)));
      EXPECT_FALSE(is_utf8(whole.substr(0, bytes) + "a"));
      EXPECT_FALSE(is_utf8(whole.substr(bytes)));
    }
  }
}

TEST_F(Utf8, is_no_byte_that_never_occurs) {
  for (int byte : {0xC0, 0xC1, 0xF5, 0xF6, 0xF7, 0xF8, 0xFB, 0xFC, 0xFE, 0xFF}) {
    EXPECT_FALSE(is_utf8(std::string(1, static_cast<char>(byte)) + "\x80\x80\x80\x80"));
  }
}

TEST_F(Utf8, is_checked_at_every_place_of_a_long_text) {
  for (std::size_t size = 0; size < 64; ++size) {
    ASSERT_TRUE(is_utf8(std::string(size, 'a')));
    for (std::size_t place = 0; place < size; ++place) {
      std::string text(size, 'a');
      text[place] = '\x80';
      ASSERT_FALSE(is_utf8(text)) << place << " of " << size;
    }
  }
}

TEST_F(Utf8, is_what_good_code_points_in_a_row_give_and_no_more_when_a_byte_is_cut_out) {
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    for (int count = between(1, 40); count > 0; --count) {
      auto point = between<std::uint32_t>(0, 0x10FFFF) >> between(0, 20);
      if (point >= 0xD800 && point <= 0xDFFF) point = 'x';
      text += encoded(point, shortest_bytes(point));
    }
    ASSERT_TRUE(is_utf8(text));
    const auto place = between<std::size_t>(0, text.size() - 1);
    const bool part_of_sequence = static_cast<unsigned char>(text[place]) >= 0x80;
    text.erase(place, 1);
    ASSERT_EQ(is_utf8(text), !part_of_sequence);
  }
}

TEST_F(Utf8, is_also_nothing) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_EQ(utf8_sequence_bytes(""), 0u);
}

}  // namespace
}  // namespace daybook
