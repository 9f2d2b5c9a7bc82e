#include "daybook/upcaster.h"

#include <gtest/gtest.h>

#include "daybook/event_codec.h"

namespace daybook {
namespace {

struct Paid {
  std::string note;
  std::string currency;
  bool operator==(const Paid&) const = default;
};
struct Joined {
  std::string name;
  bool operator==(const Joined&) const = default;
};
struct Purse {
  static constexpr std::string_view category = "purse";
  using Event = std::variant<Paid, Joined>;
  using Command = std::variant<std::monostate>;
};

Schema events() {
  return {
      in_version(3, event("Paid", field("note", &Paid::note), field("currency", &Paid::currency))),
      in_version(2, event("Joined", field("name", &Joined::name)))};
}

Json text(std::string_view value) {
  return {.kind = Json::Kind::string, .text = std::string(value)};
}

// Version 1 had no currency; version 2 called the note a memo.
Upcasters upcasters() {
  return {upcast("Paid", 1,
                 [](Json data) {
                   set_member(data, "currency", text("USD"));
                   return data;
                 }),
          upcast("Paid", 2,
                 [](Json data) -> std::expected<Json, Error> {
                   auto memo = take_member(data, "memo");
                   if (!memo) return std::unexpected(missing("memo"));
                   set_member(data, "note", std::move(*memo));
                   return data;
                 }),
          renamed("SignedUp", "Joined"), upcast("SignedUp", 1, [](Json data) {
            set_member(data, "name", text("nobody"));
            return data;
          })};
}

RecordedEvent stored(std::string_view type, std::uint32_t version, std::string_view data) {
  return {
      .type = type, .stream = "purse-1", .position = {7}, .schema_version = version, .data = data};
}

class UpcasterTest : public ::testing::Test {
 protected:
  std::string why_not(const RecordedEvent& event) {
    const auto decoded = codec.decode(event);
    if (decoded) return "it can be read";
    EXPECT_EQ(decoded.error().code, "unreadable-event");
    EXPECT_EQ(decoded.error().kind, ErrorKind::fault);
    return decoded.error().detail;
  }
  const EventCodec<Purse> codec{events(), upcasters()};
};

TEST_F(UpcasterTest, leads_an_old_event_through_every_version_to_the_present_one) {
  const auto event = codec.decode(stored("Paid", 1, R"({"memo":"tea"})"));
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_TRUE(*event == Purse::Event(Paid{"tea", "USD"}));
}

TEST_F(UpcasterTest, begins_at_the_version_that_was_stored) {
  const auto event = codec.decode(stored("Paid", 2, R"({"memo":"tea","currency":"EUR"})"));
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_TRUE(*event == Purse::Event(Paid{"tea", "EUR"}));
}

TEST_F(UpcasterTest, leaves_the_present_version_alone) {
  const auto event = codec.decode(stored("Paid", 3, R"({"note":"tea","currency":"JPY"})"));
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_TRUE(*event == Purse::Event(Paid{"tea", "JPY"}));
}

TEST_F(UpcasterTest, reads_an_event_under_its_old_name) {
  const auto event = codec.decode(stored("SignedUp", 2, R"({"name":"Ada"})"));
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_TRUE(*event == Purse::Event(Joined{"Ada"}));
}

TEST_F(UpcasterTest, changes_what_had_an_old_name_and_an_old_version) {
  const auto event = codec.decode(stored("SignedUp", 1, "{}"));
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_TRUE(*event == Purse::Event(Joined{"nobody"}));
}

TEST_F(UpcasterTest, ignores_members_that_nobody_knows) {
  EXPECT_TRUE(codec.decode(stored("Paid", 1, R"({"memo":"tea","colour":"red"})")));
}

TEST_F(UpcasterTest, is_written_in_the_present_version) {
  const NewEvent encoded = codec.encode(Paid{"tea", "USD"});
  EXPECT_EQ(encoded.schema_version, 3u);
  EXPECT_EQ(encoded.data, R"({"note":"tea","currency":"USD"})");
}

TEST_F(UpcasterTest, names_the_type_the_stream_and_the_position_of_what_cannot_be_read) {
  EXPECT_EQ(why_not(stored("Lost", 1, "{}")),
            "event 7 (Lost in version 1) of purse-1 cannot be read: /type Nothing here knows the "
            "type Lost");
}

TEST_F(UpcasterTest, says_that_a_newer_build_has_written_an_event) {
  EXPECT_EQ(why_not(stored("Paid", 4, "{}")),
            "event 7 (Paid in version 4) of purse-1 cannot be read: /schemaVersion No upcaster "
            "leads from Paid in version 4 to version 3");
}

TEST_F(UpcasterTest, says_that_a_step_is_missing) {
  EXPECT_EQ(why_not(stored("Joined", 1, R"({"name":"Ada"})")),
            "event 7 (Joined in version 1) of purse-1 cannot be read: /schemaVersion No upcaster "
            "leads from Joined in version 1 to version 2");
}

TEST_F(UpcasterTest, says_what_a_step_could_not_change) {
  EXPECT_EQ(why_not(stored("Paid", 1, "{}")),
            "event 7 (Paid in version 1) of purse-1 cannot be read: /data/memo " +
                missing("memo").detail);
}

TEST_F(UpcasterTest, says_which_field_is_wrong) {
  EXPECT_EQ(
      why_not(stored("Paid", 3, R"({"note":1,"currency":"USD"})")),
      "event 7 (Paid in version 3) of purse-1 cannot be read: /data/note note must be a string");
}

TEST_F(UpcasterTest, reads_no_json_from_bytes_or_from_broken_json) {
  RecordedEvent bytes = stored("Paid", 3, "{}");
  bytes.content_type = ContentType::bytes;
  EXPECT_NE(why_not(bytes).find("/data The data must be JSON"), std::string::npos);
  EXPECT_NE(why_not(stored("Paid", 3, "{")).find("/data"), std::string::npos);
}

TEST(Upcaster, does_not_go_in_a_circle_for_ever) {
  const EventCodec<Purse> codec(events(), {renamed("A", "B"), renamed("B", "A")});
  const auto event = codec.decode(stored("A", 1, "{}"));
  ASSERT_FALSE(event);
  EXPECT_NE(event.error().detail.find("circle"), std::string::npos);
}

TEST(Upcaster, knows_every_name_that_a_type_had) {
  const Upcasters names{renamed("Entered", "SignedUp"), renamed("SignedUp", "Joined"),
                        renamed("Left", "Gone")};
  EXPECT_EQ(stored_names(names, {"Paid", "Joined"}),
            (std::vector<std::string>{"Paid", "Joined", "SignedUp", "Entered"}));
}

TEST(Upcaster, takes_data_of_any_shape) {
  for (const char* data : {"null", "[]", "7", R"("text")", "{}"}) {
    EXPECT_FALSE(check_readable(events(), upcasters(), {.type = "Paid", .data = data})) << data;
  }
}

TEST(Upcaster, takes_a_member_out_of_an_object_and_replaces_one) {
  Json object = *parse_json(R"({"a":1,"b":2})");
  EXPECT_EQ(take_member(object, "a")->text, "1");
  EXPECT_FALSE(take_member(object, "a"));
  set_member(object, "b", text("3"));
  EXPECT_EQ(object.members.size(), 1u);
  EXPECT_EQ(object.find("b")->text, "3");
}

}  // namespace
}  // namespace daybook
