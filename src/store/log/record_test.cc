#include "src/store/log/record.h"

#include <gtest/gtest.h>

#include <random>

namespace daybook::log {
namespace {

Append two_streams() {
  NewEvent plain{.type = "Opened", .data = R"({"a":1})"};
  NewEvent tagged{.type = "Moved",
                  .data = "\x01\x02",
                  .tags = {"a", "b:c"},
                  .schema_version = 3,
                  .content_type = ContentType::bytes};
  return {.streams = {{StreamId("account", "1"), ExpectedVersion::any(), {plain, tagged}},
                      {StreamId("account", "2"), ExpectedVersion::any(), {}},
                      {StreamId("user", "x"), ExpectedVersion::any(), {plain}}},
          .commit_id = "commit-7"};
}

std::string encoded(const Append& append) {
  const std::vector<std::uint64_t> versions{4, 9, 0};
  std::string bytes(record_bytes(append), 'x');
  encode_record(bytes.data(), append, versions, {11}, Time(std::chrono::seconds(5)),
                flag_begins_write, system_ids());
  HashChain chain;
  seal_record(bytes.data(), Hash{}, chain);
  return bytes;
}

TEST(Record, gives_back_what_was_appended) {
  const std::string bytes = encoded(two_streams());
  auto record = RecordView::parse(bytes);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->commit_id(), "commit-7");
  EXPECT_EQ(record->first(), Position{11});
  EXPECT_EQ(record->last(), Position{13});
  RecordView::Events events(*record);
  RecordedEvent event;
  ASSERT_TRUE(events.next(event));
  EXPECT_EQ(event.stream, "account-1");
  EXPECT_EQ(event.version, Version{5});
  EXPECT_EQ(event.data, R"({"a":1})");
  ASSERT_TRUE(events.next(event));
  EXPECT_EQ(event.content_type, ContentType::bytes);
  EXPECT_EQ(event.schema_version, 3u);
  EXPECT_TRUE(event.tags.contains("b:c"));
  ASSERT_TRUE(events.next(event));
  EXPECT_EQ(event.stream, "user-x");
  EXPECT_EQ(event.version, Version{1});
  EXPECT_EQ(event.position, Position{13});
  EXPECT_FALSE(events.next(event));
}

TEST(Record, keeps_the_versions_of_streams_that_were_only_checked) {
  const std::string bytes = encoded(two_streams());
  auto record = RecordView::parse(bytes);
  RecordView::Streams streams(*record);
  RecordView::Stream stream;
  ASSERT_TRUE(streams.next(stream));
  EXPECT_EQ(stream.version, Version{6});
  ASSERT_TRUE(streams.next(stream));
  EXPECT_EQ(stream.name, "account-2");
  EXPECT_EQ(stream.version, Version{9});
}

TEST(Record, notices_every_single_flipped_bit) {
  const std::string bytes = encoded(two_streams());
  for (std::size_t bit = 32; bit < bytes.size() * 8; ++bit) {  // not the length: see below
    std::string other = bytes;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(RecordView::parse(other).has_value()) << "bit " << bit;
  }
}

TEST(Record, is_not_found_in_a_part_of_its_bytes) {
  const std::string bytes = encoded(two_streams());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(RecordView::parse(std::string_view(bytes).substr(0, size)).has_value());
  }
}

// The checksum is right and the lengths are wrong: as somebody might send us a file.
TEST(Record, survives_lengths_that_lead_out_of_it) {
  const std::string bytes = encoded(two_streams());
  std::mt19937 random(7);
  int sound = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string other = bytes;
    const std::size_t at = 40 + random() % (other.size() - 40);
    other[at] = static_cast<char>(random());
    write_as(other.data() + 4, crc32c(std::string_view(other).substr(crc_begin)));
    auto record = RecordView::parse(other);
    if (!record) continue;
    ++sound;
    RecordView::Events events(*record);
    for (RecordedEvent event; events.next(event);) {
      ASSERT_LE(event.data.data() + event.data.size(), other.data() + other.size());
    }
  }
  EXPECT_GT(sound, 0);
}

TEST(Checksum, is_crc32c) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c("6789", crc32c("12345")), 0xe3069283u);
}

TEST(Checksum, is_the_same_in_one_go_and_byte_by_byte) {
  std::string bytes;
  for (std::size_t i = 0; i < 2'500; ++i) bytes += static_cast<char>(i * 2654435761u >> 11);
  std::uint32_t byte_by_byte = 0;
  for (std::size_t length = 1; length <= bytes.size(); ++length) {
    const std::string_view beginning = std::string_view(bytes).substr(0, length);
    byte_by_byte = crc32c(beginning.substr(length - 1), byte_by_byte);
    ASSERT_EQ(crc32c(beginning), byte_by_byte) << length;
  }
}

}  // namespace
}  // namespace daybook::log
