// Expected versions: who may append, and what a conflict says.
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

void any_accepts_a_stream_as_it_is(Bench& bench) {
  land(bench.store(), to("account-1", events(1), ExpectedVersion::any()));
  land(bench.store(), to("account-1", events(1), ExpectedVersion::any()));
  EXPECT_EQ(version(bench.store(), "account-1"), Version{2});
}

void none_accepts_only_an_absent_stream(Bench& bench) {
  land(bench.store(), to("account-1", events(3), ExpectedVersion::none()));
  expect_conflict(bench.store(), to("account-1", events(1), ExpectedVersion::none()), "account-1",
                  {3});
}

void exists_accepts_only_a_stream_with_an_event(Bench& bench) {
  const Append append = to("account-1", events(1), ExpectedVersion::exists());
  expect_conflict(bench.store(), append, "account-1", {0});
  land(bench.store(), to("account-1", events(1)));
  land(bench.store(), append);
  EXPECT_EQ(version(bench.store(), "account-1"), Version{2});
}

void exactly_0_means_an_absent_stream(Bench& bench) {
  land(bench.store(), to("account-1", events(1), ExpectedVersion::exactly({0})));
  expect_conflict(bench.store(), to("account-1", events(1), ExpectedVersion::exactly({0})),
                  "account-1", {1});
}

void exactly_accepts_only_the_present_version(Bench& bench) {
  land(bench.store(), to("account-1", events(5)));
  for (std::uint64_t wrong : {0, 1, 4, 6, 1'000}) {
    expect_conflict(bench.store(), to("account-1", events(1), ExpectedVersion::exactly({wrong})),
                    "account-1", {5});
  }
  land(bench.store(), to("account-1", events(1), ExpectedVersion::exactly({5})));
  EXPECT_EQ(version(bench.store(), "account-1"), Version{6});
}

void a_conflict_writes_nothing(Bench& bench) {
  land(bench.store(), to("account-1", events(2)));
  const auto before = read_log(bench.store());
  refused(bench.store(), to("account-1", events(3), ExpectedVersion::none()));
  refused(bench.store(), to("account-2", events(3), ExpectedVersion::exists()));
  EXPECT_EQ(read_log(bench.store()), before);
  EXPECT_EQ(names(bench.store()), (std::vector<std::string>{"account-1"}));
}

void a_conflict_in_one_stream_writes_to_none(Bench& bench) {
  land(bench.store(), to("account-2", events(2)));
  const auto before = read_log(bench.store());
  Append append = to("account-1", events(1), ExpectedVersion::none());
  append.streams.push_back({stream("account-2"), ExpectedVersion::exactly({1}), events(1)});
  append.streams.push_back({stream("account-3"), ExpectedVersion::none(), events(1)});
  expect_conflict(bench.store(), append, "account-2", {2});
  EXPECT_EQ(read_log(bench.store()), before);
  for (const char* name : {"account-1", "account-3"}) {
    EXPECT_EQ(version(bench.store(), name), Version{0});
    EXPECT_TRUE(read(bench.store(), name).empty());
  }
}

void a_conflict_names_the_first_stream_that_differs(Bench& bench) {
  land(bench.store(), to("b-1", events(2)));
  land(bench.store(), to("a-1", events(3)));
  Append append = to("c-1", events(1));
  append.streams.push_back({stream("b-1"), ExpectedVersion::none(), events(1)});
  append.streams.push_back({stream("a-1"), ExpectedVersion::none(), events(1)});
  expect_conflict(bench.store(), append, "b-1", {2});
}

void versions_go_on_after_a_conflict_without_a_gap(Bench& bench) {
  land(bench.store(), to("account-1", events(1)));
  const Position before = bench->head();
  for (int i = 0; i < 10; ++i) {
    refused(bench.store(), to("account-1", events(1), ExpectedVersion::none()));
  }
  EXPECT_EQ(bench->head(), before);
  land(bench.store(), to("account-1", events(1)));
  EXPECT_EQ(versions(read(bench.store(), "account-1")), (std::vector<std::uint64_t>{1, 2}));
}

void a_stream_may_be_checked_and_not_written(Bench& bench) {
  land(bench.store(), to("client-1", events(4)));
  Append append = to("contract-1", events(1));
  append.streams.push_back(only_check("client-1", ExpectedVersion::exactly({4})));
  const Appended appended = land(bench.store(), append);
  ASSERT_EQ(appended.streams.size(), 2U);
  EXPECT_EQ(appended.streams[1].stream, stream("client-1"));
  EXPECT_EQ(appended.streams[1].version, Version{4});
  EXPECT_EQ(appended.events, 1U);
  EXPECT_EQ(version(bench.store(), "client-1"), Version{4});
}

void a_checked_stream_that_differs_is_a_conflict(Bench& bench) {
  land(bench.store(), to("client-1", events(4)));
  Append append = to("contract-1", events(1));
  append.streams.push_back(only_check("client-1", ExpectedVersion::exactly({3})));
  expect_conflict(bench.store(), append, "client-1", {4});
  EXPECT_EQ(version(bench.store(), "contract-1"), Version{0});
}

void a_checked_stream_may_have_to_be_absent(Bench& bench) {
  Append append = to("contract-1", events(1));
  append.streams.push_back(only_check("client-1", ExpectedVersion::none()));
  EXPECT_EQ(land(bench.store(), append).streams.at(1).version, Version{0});
  land(bench.store(), to("client-1", events(1)));
  expect_conflict(bench.store(), append, "client-1", {1});
}

void a_stream_does_not_come_to_be_by_being_checked(Bench& bench) {
  Append append = to("contract-1", events(1));
  append.streams.push_back(only_check("client-1", ExpectedVersion::none()));
  append.streams.push_back(only_check("client-2", ExpectedVersion::any()));
  land(bench.store(), append);
  EXPECT_EQ(names(bench.store()), (std::vector<std::string>{"contract-1"}));
  EXPECT_EQ(version(bench.store(), "client-2"), Version{0});
  land(bench.store(), to("client-2", events(1), ExpectedVersion::none()));
}

void what_was_refused_may_land_later(Bench& bench) {
  Append append =
      under("commit-1", to("account-1", events_with_ids(2, 1), ExpectedVersion::exists()));
  refused(bench.store(), append);
  land(bench.store(), to("account-1", events(1)));
  EXPECT_FALSE(land(bench.store(), append).repeated);
  EXPECT_EQ(version(bench.store(), "account-1"), Version{3});
}

}  // namespace

Promises expected_version_promises() {
  return {
      PROMISE(any_accepts_a_stream_as_it_is),
      PROMISE(none_accepts_only_an_absent_stream),
      PROMISE(exists_accepts_only_a_stream_with_an_event),
      PROMISE(exactly_0_means_an_absent_stream),
      PROMISE(exactly_accepts_only_the_present_version),
      PROMISE(a_conflict_writes_nothing),
      PROMISE(a_conflict_in_one_stream_writes_to_none),
      PROMISE(a_conflict_names_the_first_stream_that_differs),
      PROMISE(versions_go_on_after_a_conflict_without_a_gap),
      PROMISE(a_stream_may_be_checked_and_not_written),
      PROMISE(a_checked_stream_that_differs_is_a_conflict),
      PROMISE(a_checked_stream_may_have_to_be_absent),
      PROMISE(a_stream_does_not_come_to_be_by_being_checked),
      PROMISE(what_was_refused_may_land_later),
  };
}

}  // namespace daybook::testing::contract
