#include "daybook/event.h"

#include <gtest/gtest.h>

namespace daybook {
namespace {

std::vector<std::string> unpacked(std::string_view packed) {
  std::vector<std::string> tags;
  for (std::string_view tag : TagList(packed)) tags.emplace_back(tag);
  return tags;
}

TEST(TagList, packs_each_tag_behind_its_length) {
  using namespace std::string_literals;
  EXPECT_EQ(TagList::pack({"ab", "", "c"}), "\2\0ab\0\0\1\0c"s);
  EXPECT_EQ(TagList::pack({}), "");
}

TEST(TagList, gives_back_what_was_packed) {
  const std::vector<std::string> tags{"user:1", "", "cart:7", std::string(3, '\0'), "Zoë"};
  EXPECT_EQ(unpacked(TagList::pack(tags)), tags);
}

TEST(TagList, packs_tags_of_every_length_up_to_65535_bytes) {
  for (std::size_t size : {0, 1, 127, 128, 255, 256, 257, 32767, 32768, 65534, 65535}) {
    const std::vector<std::string> tags{std::string(size, 'x'), "end"};
    EXPECT_EQ(unpacked(TagList::pack(tags)), tags) << size;
  }
}

TEST(TagListDeathTest, cannot_pack_a_tag_of_65536_bytes) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(TagList::pack({std::string(65536, 'x')}), "at most 65535 bytes");
}

TEST(TagList, contains_whole_tags_only) {
  const std::string packed = TagList::pack({"user:1", "cart:77"});
  const TagList tags(packed);
  EXPECT_TRUE(tags.contains("user:1"));
  EXPECT_TRUE(tags.contains("cart:77"));
  EXPECT_FALSE(tags.contains("cart:7"));
  EXPECT_FALSE(tags.contains("user:12"));
  EXPECT_FALSE(tags.contains(""));
  EXPECT_FALSE(tags.contains(packed.substr(2, 6) + packed.substr(8)));
}

TEST(TagList, of_nothing_is_empty) {
  EXPECT_TRUE(TagList().empty());
  EXPECT_FALSE(TagList().contains("a"));
  EXPECT_TRUE(TagList(TagList::pack({})).empty());
  EXPECT_EQ(TagList().begin(), TagList().end());
}

}  // namespace
}  // namespace daybook
