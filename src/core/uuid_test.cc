#include "daybook/uuid.h"

#include <algorithm>

#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

class UuidText : public SeededTest {
 protected:
  Uuid any() {
    Uuid uuid;
    for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(between(0, 255));
    return uuid;
  }
};

TEST_F(UuidText, is_the_36_character_form_in_lower_case) {
  Uuid uuid;
  for (std::uint8_t i = 0; i < 16; ++i) uuid.bytes[i] = static_cast<std::uint8_t>(i * 17);
  EXPECT_EQ(uuid.text(), "00112233-4455-6677-8899-aabbccddeeff");
}

TEST_F(UuidText, is_read_in_any_case) {
  const auto lower = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff");
  ASSERT_TRUE(lower.has_value());
  EXPECT_EQ(Uuid::parse("00112233-4455-6677-8899-AABBCCDDEEFF"), lower);
  EXPECT_EQ(Uuid::parse("00112233-4455-6677-8899-aAbBcCdDeEfF"), lower);
}

TEST_F(UuidText, survives_the_round_trip) {
  for (int i = 0; i < 10'000; ++i) {
    const Uuid uuid = any();
    ASSERT_EQ(Uuid::parse(uuid.text()), uuid) << uuid.text();
  }
}

TEST_F(UuidText, has_the_order_of_its_bytes) {
  for (int i = 0; i < 10'000; ++i) {
    const Uuid one = any();
    Uuid other = one;
    other.bytes[between<std::size_t>(0, 15)] = static_cast<std::uint8_t>(between(0, 255));
    ASSERT_EQ(one < other, one.text() < other.text()) << one.text() << ' ' << other.text();
    ASSERT_EQ(one == other, one.text() == other.text());
  }
}

TEST_F(UuidText, refuses_every_other_character_at_every_place) {
  const std::string good = "00112233-4455-6677-8899-aabbccddeeff";
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[place] = static_cast<char>(c);
      const bool is_hex = c < 128 && std::isxdigit(c) != 0;
      const bool wanted = good[place] == '-' ? c == '-' : is_hex;
      ASSERT_EQ(Uuid::parse(text).has_value(), wanted) << text;
    }
  }
}

TEST_F(UuidText, refuses_other_forms) {
  for (const char* text :
       {"", "-", "00112233445566778899aabbccddeeff", "{00112233-4455-6677-8899-aabbccddeeff}",
        "00112233-4455-6677-8899-aabbccddeef", "00112233-4455-6677-8899-aabbccddeeff0",
        " 00112233-4455-6677-8899-aabbccddeeff", "0011223-34455-6677-8899-aabbccddeeff",
        "urn:uuid:00112233-4455-6677-8899-aabbccddeeff"}) {
    EXPECT_EQ(Uuid::parse(text), std::nullopt) << text;
  }
}

TEST_F(UuidText, of_zeros_is_nil) {
  EXPECT_TRUE(Uuid{}.is_nil());
  EXPECT_EQ(Uuid{}.text(), "00000000-0000-0000-0000-000000000000");
  EXPECT_FALSE(Uuid::parse("00000000-0000-0000-0000-000000000001")->is_nil());
}

}  // namespace
}  // namespace daybook
