// The largest that is taken, and what is refused before it is queued. check() has its own tests;
// here each store shows that it asks it.
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

void expect_refused(Bench& bench, Append append, std::string_view code, Blame blame) {
  const Error error = refused(bench.store(), std::move(append));
  EXPECT_EQ(error.kind, ErrorKind::refusal);
  EXPECT_EQ(error.code, code);
  EXPECT_EQ(error.blame, blame);
  EXPECT_TRUE(read_log(bench.store()).empty()) << code << " left something";
}

Append with_data(std::string data, ContentType content_type = ContentType::json) {
  Append append = to("account-1", {event("Happened", std::move(data))});
  append.streams[0].events[0].content_type = content_type;
  return append;
}

void an_event_of_8_MiB_is_kept_whole(Bench& bench) {
  std::string big(AppendLimits::data_bytes_max, '\0');
  for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>(i * 2'654'435'761U >> 13);
  land(bench.store(), with_data(big, ContentType::bytes));
  land(bench.store(), to("account-1", events(1)));
  const auto found = read(bench.store(), "account-1");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].data == big) << "some byte differs";
  EXPECT_TRUE(read_log(bench.store()) == found);
}

void an_append_of_nearly_32_MiB_is_kept_whole(Bench& bench) {
  std::vector<NewEvent> big;
  for (char c : {'a', 'b', 'c', 'd'}) {
    big.push_back(event("Happened", std::string((8 << 20) - 1'024, c)));
    big.back().content_type = ContentType::bytes;
  }
  land(bench.store(), to("account-1", big));
  const auto found = read(bench.store(), "account-1");
  ASSERT_EQ(found.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(found[i].data == big[i].data) << "event " << i;
}

void an_append_of_10_000_events_is_kept_whole(Bench& bench) {
  land(bench.store(), to("account-1", events(AppendLimits::events_max)));
  const auto found = read(bench.store(), "account-1");
  ASSERT_EQ(found.size(), AppendLimits::events_max);
  EXPECT_EQ(found.back().version, Version{AppendLimits::events_max});
  EXPECT_EQ(found.back().data, R"({"n":10000})");
}

void an_append_over_1_000_streams_is_kept_whole(Bench& bench) {
  Append append;
  for (std::size_t i = 0; i < AppendLimits::streams_max; ++i) {
    append.streams.push_back(to("account-" + std::to_string(i), events(2)).streams[0]);
  }
  EXPECT_EQ(land(bench.store(), append).streams.size(), AppendLimits::streams_max);
  EXPECT_EQ(names(bench.store()).size(), AppendLimits::streams_max);
  EXPECT_EQ(read(bench.store(), "account-999").size(), 2U);
}

void names_and_tags_may_be_as_long_as_their_limit(Bench& bench) {
  NewEvent full = event(std::string(256, 't'));
  full.metadata = "{\"note\":\"" + std::string((64 << 10) - 11, 'm') + "\"}";
  for (char c = '0'; c < '0' + 64; ++c) full.tags.push_back(std::string(256, c));
  const std::string name = "a-" + std::string(254, 'n');
  land(bench.store(), to(name, {full, full}));
  const auto found = read(bench.store(), name);
  ASSERT_EQ(found.size(), 2U);
  for (const Kept& event : found) {
    EXPECT_EQ(event.type, full.type);
    EXPECT_EQ(event.stream, name);
    EXPECT_EQ(event.metadata, full.metadata);
    EXPECT_EQ(event.tags, full.tags);
  }
}

void what_is_too_large_is_refused(Bench& bench) {
  constexpr std::size_t most = AppendLimits::data_bytes_max;
  expect_refused(bench, with_data(std::string(most + 1, 'x'), ContentType::bytes),
                 "event-too-large", Blame::size);
  Append large = with_data(std::string(most, 'x'), ContentType::bytes);
  large.streams[0].events.resize(5, large.streams[0].events[0]);
  expect_refused(bench, large, "append-too-large", Blame::size);
  expect_refused(bench, to("a-1", events(AppendLimits::events_max + 1)), "too-many-events",
                 Blame::size);
  Append wide;
  for (std::size_t i = 0; i <= AppendLimits::streams_max; ++i) {
    wide.streams.push_back(to("a-" + std::to_string(i), events(1)).streams[0]);
  }
  expect_refused(bench, wide, "too-many-streams", Blame::size);
}

void what_has_no_events_is_refused(Bench& bench) {
  expect_refused(bench, {}, "empty-append", Blame::input);
  Append checking;
  checking.streams.push_back(only_check("a-1", ExpectedVersion::none()));
  expect_refused(bench, checking, "empty-append", Blame::input);
}

void what_is_malformed_is_refused(Bench& bench) {
  expect_refused(bench, with_data("{"), "invalid-data", Blame::input);
  expect_refused(bench, to("a-1", {event("")}), "invalid-type", Blame::input);
  Append twice = to("a-1", events_with_ids(2, 1));
  twice.streams[0].events[1].id = uuid(1);
  expect_refused(bench, twice, "duplicate-event-id", Blame::input);
  Append same = to("a-1", events(1));
  same.streams.push_back(same.streams[0]);
  expect_refused(bench, same, "duplicate-stream", Blame::input);
  Append tagged = to("a-1", events(1));
  tagged.streams[0].events[0].tags = {""};
  expect_refused(bench, tagged, "invalid-tag", Blame::input);
  Append vague = to("a-1", events(1));
  vague.condition = AppendCondition{{{{}, {}}}, {}};
  expect_refused(bench, vague, "empty-condition-item", Blame::input);
  expect_refused(bench, under(std::string(129, 'c'), to("a-1", events(1))), "invalid-commit-id",
                 Blame::input);
}

void a_refusal_says_where(Bench& bench) {
  Append append = to("a-1", events(1));
  append.streams.push_back({stream("a-2"), {}, events(4)});
  append.streams[1].events[3].data = "{\"amount\":}";
  const Error error = refused(bench.store(), append);
  EXPECT_EQ(error.pointer, "/streams/1/events/3/data");
  EXPECT_FALSE(error.detail.empty());
}

}  // namespace

Promises limits_promises() {
  return {
      PROMISE(an_event_of_8_MiB_is_kept_whole),
      PROMISE(an_append_of_nearly_32_MiB_is_kept_whole),
      PROMISE(an_append_of_10_000_events_is_kept_whole),
      PROMISE(an_append_over_1_000_streams_is_kept_whole),
      PROMISE(names_and_tags_may_be_as_long_as_their_limit),
      PROMISE(what_is_too_large_is_refused),
      PROMISE(what_has_no_events_is_refused),
      PROMISE(what_is_malformed_is_refused),
      PROMISE(a_refusal_says_where),
  };
}

}  // namespace daybook::testing::contract
