#include "daybook/retention.h"

#include <gtest/gtest.h>

#include "daybook/append.h"
#include "daybook/retentions.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

std::expected<Retention, Error> set(const Retention& before, std::uint64_t version,
                                    std::string_view data) {
  return change(before, {version}, "RetentionSet", data);
}

TEST(Retention, keeps_everything_unless_something_was_said) {
  EXPECT_EQ(Retention().first_kept({7}), Version{1});
  EXPECT_FALSE(Retention().hides_all({7}));
  EXPECT_FALSE(Retention().oldest_kept(Time(1h)));
}

TEST(Retention, keeps_from_the_truncation_or_the_newest_whichever_is_less) {
  const Retention both{.truncate_before = {4}, .limits = {.max_age = {}, .max_count = 3}};
  EXPECT_EQ(both.first_kept({3}), Version{4});
  EXPECT_EQ(both.first_kept({5}), Version{4});
  EXPECT_EQ(both.first_kept({6}), Version{4});
  EXPECT_EQ(both.first_kept({7}), Version{5});
}

TEST(Retention, hides_all_of_a_stream_truncated_behind_its_end) {
  const Retention retention{.truncate_before = {4}};
  EXPECT_TRUE(retention.hides_all({3}));
  EXPECT_FALSE(retention.hides_all({4}));
  const Retention tombstoned{.is_tombstoned = true};
  EXPECT_TRUE(tombstoned.hides_all({9}));
  EXPECT_EQ(tombstoned.first_kept({9}), Version{10});
}

TEST(Retention, counts_the_age_back_from_now) {
  const Retention retention{.limits = {.max_age = 10'000'000'000s}};
  EXPECT_EQ(retention.oldest_kept(Time(1h)), Time(1h) - 10'000'000'000s);
}

TEST(Retention, is_read_back_from_the_event_that_it_makes) {
  const RetentionLimits limits{.max_age = 3600s, .max_count = 9'007'199'254'740'991};
  const NewEvent event = retention_set(Version{4}, limits);
  EXPECT_EQ(event.data, R"({"truncateBefore":4,"maxAgeSeconds":3600,"maxCount":9007199254740991})");
  EXPECT_EQ(change({}, {3}, event.type, event.data),
            (Retention{.truncate_before = {4}, .limits = limits}));
  const NewEvent end = stream_tombstoned();
  EXPECT_TRUE(change({}, {3}, end.type, end.data)->is_tombstoned);
}

TEST(Retention, refuses_numbers_that_are_none_and_says_where) {
  for (const char* number :
       {"0", "-1", "1.0", "1e3", "\"1\"", "null", "9007199254740992", "99999999999999999999"}) {
    const auto changed = set({}, 9, R"({"maxCount":)" + std::string(number) + "}");
    ASSERT_FALSE(changed) << number;
    EXPECT_EQ(changed.error().code, "invalid-retention");
    EXPECT_EQ(changed.error().pointer, "/data/maxCount");
    EXPECT_EQ(changed.error().blame, Blame::input);
  }
}

TEST(Retention, blames_the_state_for_a_truncation_out_of_place) {
  const auto beyond = set({}, 3, R"({"truncateBefore":5})");
  EXPECT_EQ(beyond.error().blame, Blame::state);
  EXPECT_EQ(beyond.error().pointer, "/data/truncateBefore");
  const auto back = set({.truncate_before = {3}}, 9, R"({"truncateBefore":2})");
  EXPECT_EQ(back.error().blame, Blame::state);
}

TEST(Retention, of_a_tombstoned_stream_never_changes) {
  const Retention tombstoned{.is_tombstoned = true};
  EXPECT_EQ(set(tombstoned, 3, "{}").error().code, "stream-tombstoned");
  EXPECT_EQ(change(tombstoned, {3}, "StreamTombstoned", "{}").error().code, "stream-tombstoned");
}

TEST(RetentionStream, is_named_after_the_stream_that_it_is_about) {
  EXPECT_EQ(retention_stream(StreamId("cart", "1-2"))->text(), "$retention-cart-1-2");
  EXPECT_EQ(retained_stream("$retention-cart-1-2"), "cart-1-2");
  EXPECT_EQ(retained_stream("cart-1-2"), "");
  EXPECT_EQ(retained_stream("$retention"), "");
}

TEST(RetentionStream, is_not_there_for_names_that_are_too_long_or_for_another_one) {
  EXPECT_TRUE(retention_stream(StreamId("c", std::string(243, 'x'))));
  for (const StreamId& stream :
       {StreamId("c", std::string(244, 'x')), StreamId("$retention", "a-1")}) {
    EXPECT_EQ(retention_stream(stream).error().code, "invalid-retention");
  }
}

TEST(Retentions, pass_over_what_no_store_lets_in) {
  Retentions all;
  all.apply("a-1", {3}, "RetentionSet", "nonsense");
  all.apply("a-1", {3}, "SomethingElse", "{}");
  EXPECT_TRUE(all.empty());
  all.apply("a-1", {3}, "RetentionSet", R"({"truncateBefore":4})");
  EXPECT_EQ(all.shown("a-1", {3}), Version{0});
  EXPECT_EQ(all.shown("a-1", {4}), Version{4});
  EXPECT_EQ(all.shown("a-2", {3}), Version{3});
}

TEST(Retentions, know_retention_events_by_their_form_only) {
  Append append;
  append.streams.push_back({StreamId("$retention", "a-1"), {}, {retention_set(Version{4}, {})}});
  EXPECT_TRUE(check(append));
  append.streams[0].events[0].schema_version = 2;
  EXPECT_EQ(check(append).error().pointer, "/streams/0/events/0/schemaVersion");
  append.streams[0].events[0].schema_version = 1;
  append.streams[0].events[0].content_type = ContentType::bytes;
  EXPECT_EQ(check(append).error().pointer, "/streams/0/events/0/contentType");
}

}  // namespace
}  // namespace daybook
