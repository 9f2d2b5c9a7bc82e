#include "daybook/append.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace daybook {
namespace {

constexpr std::string_view a_uuid = "0193b0c4-0000-7000-8000-000000000001";

Append one_event(NewEvent event) {
  Append append;
  append.streams.push_back({StreamId("account", "1"), {}, {std::move(event)}});
  return append;
}

Append with_data(std::string data) {
  return one_event({.type = "Happened", .data = std::move(data)});
}
Append with_type(std::string type) { return one_event({.type = std::move(type)}); }
Append with_tags(std::vector<std::string> tags) {
  return one_event({.type = "Happened", .tags = std::move(tags)});
}
Append with_metadata(std::string metadata) {
  return one_event({.type = "Happened", .metadata = std::move(metadata)});
}
Append with_condition(std::vector<QueryItem> query) {
  Append append = with_type("Happened");
  append.condition = AppendCondition{std::move(query), {}};
  return append;
}

void expect_accepted(const Append& append) {
  auto checked = check(append);
  EXPECT_TRUE(checked) << checked.error().code << " at " << checked.error().pointer;
}

void expect_refused(const Append& append, std::string_view code, std::string_view pointer,
                    Blame blame = Blame::input) {
  auto checked = check(append);
  ASSERT_FALSE(checked) << "accepted, expected " << code;
  EXPECT_EQ(checked.error().kind, ErrorKind::refusal);
  EXPECT_EQ(checked.error().code, code);
  EXPECT_EQ(checked.error().pointer, pointer);
  EXPECT_EQ(checked.error().blame, blame);
  EXPECT_FALSE(checked.error().detail.empty());
}

TEST(ExpectedVersion, any_accepts_every_version) {
  EXPECT_TRUE(ExpectedVersion::any().accepts({0}));
  EXPECT_TRUE(ExpectedVersion::any().accepts({7}));
}

TEST(ExpectedVersion, none_accepts_only_an_absent_stream) {
  EXPECT_TRUE(ExpectedVersion::none().accepts({0}));
  EXPECT_FALSE(ExpectedVersion::none().accepts({1}));
}

TEST(ExpectedVersion, exists_accepts_every_stream_with_an_event) {
  EXPECT_FALSE(ExpectedVersion::exists().accepts({0}));
  EXPECT_TRUE(ExpectedVersion::exists().accepts({1}));
}

TEST(ExpectedVersion, exactly_accepts_nothing_behind_and_nothing_ahead) {
  EXPECT_FALSE(ExpectedVersion::exactly({5}).accepts({4}));
  EXPECT_TRUE(ExpectedVersion::exactly({5}).accepts({5}));
  EXPECT_FALSE(ExpectedVersion::exactly({5}).accepts({6}));
}

TEST(AppendCheck, accepts_an_event_with_nothing_but_a_type) { expect_accepted(with_type("A")); }

TEST(AppendCheck, refuses_an_append_without_streams) {
  expect_refused({}, "empty-append", "/streams");
}

TEST(AppendCheck, refuses_an_append_that_only_checks) {
  Append append;
  append.streams.push_back({StreamId("account", "1"), ExpectedVersion::exactly({3}), {}});
  expect_refused(append, "empty-append", "/streams");
}

TEST(AppendCheck, refuses_a_stream_that_is_named_twice) {
  Append append = with_type("A");
  append.streams.push_back({StreamId("account", "2"), {}, {}});
  append.streams.push_back({StreamId("account", "1"), {}, {}});
  expect_refused(append, "duplicate-stream", "/streams/2/stream");
}

TEST(AppendCheck, takes_a_thousand_streams_and_no_more) {
  Append append;
  for (int i = 0; i < 1'000; ++i) {
    append.streams.push_back({StreamId("account", std::to_string(i)), {}, {{.type = "A"}}});
  }
  expect_accepted(append);
  append.streams.push_back({StreamId("account", "one-more"), {}, {{.type = "A"}}});
  expect_refused(append, "too-many-streams", "/streams", Blame::size);
}

TEST(AppendCheck, counts_the_events_of_all_streams) {
  Append append = with_type("A");
  append.streams[0].events.resize(5'000, {.type = "A"});
  append.streams.push_back({StreamId("account", "2"), {}, append.streams[0].events});
  expect_accepted(append);
  append.streams[1].events.push_back({.type = "A"});
  expect_refused(append, "too-many-events", "/streams", Blame::size);
}

TEST(AppendCheck, takes_8_MiB_of_data_and_no_more) {
  NewEvent event{.type = "A", .content_type = ContentType::bytes};
  event.data.assign(8 << 20, 'x');
  expect_accepted(one_event(event));
  event.data += 'x';
  expect_refused(one_event(event), "event-too-large", "/streams/0/events/0/data", Blame::size);
}

TEST(AppendCheck, takes_64_KiB_of_metadata_and_no_more) {
  const std::string frame = R"({"note":""})";
  std::string metadata = frame;
  metadata.insert(9, (64 << 10) - frame.size(), 'x');
  expect_accepted(with_metadata(metadata));
  metadata.insert(9, 1, 'x');
  expect_refused(with_metadata(metadata), "event-too-large", "/streams/0/events/0/metadata",
                 Blame::size);
}

TEST(AppendCheck, refuses_more_than_32_MiB_in_all) {
  NewEvent event{.type = "A", .content_type = ContentType::bytes};
  event.data.assign(8 << 20, 'x');
  Append append = one_event(event);
  append.streams[0].events.resize(3, event);
  expect_accepted(append);
  append.streams[0].events.resize(4, event);
  expect_refused(append, "append-too-large", "", Blame::size);
}

TEST(AppendCheck, takes_types_of_1_to_256_bytes) {
  expect_accepted(with_type(std::string(256, 't')));
  expect_refused(with_type(""), "invalid-type", "/streams/0/events/0/type");
  expect_refused(with_type(std::string(257, 't')), "invalid-type", "/streams/0/events/0/type");
}

TEST(AppendCheck, refuses_types_that_no_reader_could_show) {
  expect_refused(with_type("a\nb"), "invalid-type", "/streams/0/events/0/type");
  expect_refused(with_type("a\xC2\x85"), "invalid-type", "/streams/0/events/0/type");
  expect_refused(with_type("\xFF"), "invalid-type", "/streams/0/events/0/type");
  expect_accepted(with_type("Überwiesen 💸"));
}

TEST(AppendCheck, refuses_bad_tags_and_says_which) {
  expect_refused(with_tags({"good", ""}), "invalid-tag", "/streams/0/events/0/tags/1");
  expect_refused(with_tags({std::string(257, 't')}), "invalid-tag", "/streams/0/events/0/tags/0");
  expect_refused(with_tags({"a", "b", "\xC3"}), "invalid-tag", "/streams/0/events/0/tags/2");
}

TEST(AppendCheck, takes_64_tags_and_no_more) {
  expect_accepted(with_tags(std::vector<std::string>(64, "tag")));
  expect_refused(with_tags(std::vector<std::string>(65, "tag")), "too-many-tags",
                 "/streams/0/events/0/tags", Blame::size);
}

TEST(AppendCheck, refuses_data_that_is_no_JSON_and_says_why) {
  Append append = with_type("A");
  append.streams[0].events.push_back({.type = "A", .data = R"({"amount":})"});
  expect_refused(append, "invalid-data", "/streams/0/events/1/data");
  expect_refused(with_data(""), "invalid-data", "/streams/0/events/0/data");
  EXPECT_NE(check(append).error().detail, check(with_data("")).error().detail);
}

TEST(AppendCheck, takes_any_JSON_value_as_data) {
  for (const char* data : {"null", "1.50", "\"text\"", "[]", " {\n} "})
    expect_accepted(with_data(data));
}

TEST(AppendCheck, does_not_look_into_data_that_are_bytes) {
  expect_accepted(one_event({.type = "A", .data = "\xFF{", .content_type = ContentType::bytes}));
}

TEST(AppendCheck, refuses_metadata_that_is_no_JSON_object) {
  const std::string_view pointer = "/streams/0/events/0/metadata";
  for (const char* metadata : {"", "[]", "null", "{", " \"{\""}) {
    expect_refused(with_metadata(metadata), "invalid-metadata", pointer);
  }
  expect_accepted(with_metadata(" {\"user\": \"ada\"}"));
}

TEST(AppendCheck, refuses_commit_ids_that_are_too_long_or_no_text) {
  Append append = with_type("A");
  append.commit_id.assign(128, 'c');
  expect_accepted(append);
  for (const std::string& id : {std::string(129, 'c'), std::string("\xFF"), std::string("a\tb")}) {
    append.commit_id = id;
    expect_refused(append, "invalid-commit-id", "/commitId");
  }
}

TEST(AppendCheck, refuses_an_event_id_that_is_given_twice_anywhere) {
  Append append = one_event({.id = *Uuid::parse(a_uuid), .type = "A"});
  append.streams.push_back({StreamId("account", "2"), {}, {{.type = "A"}}});
  append.streams[1].events.push_back(append.streams[0].events[0]);
  expect_refused(append, "duplicate-event-id", "/streams/1/events/1/id");
}

TEST(AppendCheck, takes_many_events_that_leave_their_id_to_the_store) {
  Append append = with_type("A");
  append.streams[0].events.resize(3, {.type = "A"});
  expect_accepted(append);
}

TEST(AppendCheck, refuses_a_condition_that_asks_for_nothing) {
  expect_refused(with_condition({}), "empty-condition-item", "/condition/query");
  expect_refused(with_condition({{{"A"}, {}}, {}}), "empty-condition-item", "/condition/query/1");
}

TEST(AppendCheck, refuses_bad_names_in_a_condition) {
  expect_refused(with_condition({{{"A", ""}, {}}}), "invalid-type", "/condition/query/0/types/1");
  expect_refused(with_condition({{{}, {"\n"}}}), "invalid-tag", "/condition/query/0/tags/0");
}

TEST(AppendCheck, takes_100_items_in_a_condition_and_no_more) {
  expect_accepted(with_condition(std::vector<QueryItem>(100, {{"A"}, {}})));
  expect_refused(with_condition(std::vector<QueryItem>(101, {{"A"}, {}})),
                 "too-many-condition-items", "/condition/query", Blame::size);
}

TEST(AppendBytes, counts_all_that_the_caller_may_make_large) {
  const std::size_t least = bytes_of(with_type("A"));
  EXPECT_GE(bytes_of(with_type(std::string(101, 'A'))), least + 100);
  EXPECT_GE(bytes_of(with_data(std::string(100, ' '))), least + 98);
  EXPECT_GE(bytes_of(with_metadata(std::string(100, ' '))), least + 98);
  EXPECT_GE(bytes_of(with_tags({std::string(100, 't')})), least + 100);
  EXPECT_GE(bytes_of(with_condition({{{std::string(100, 't')}, {}}})), least + 100);
}

}  // namespace
}  // namespace daybook
