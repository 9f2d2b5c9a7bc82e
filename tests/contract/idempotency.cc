// The same append again: the first answer, marked as repeated, at any age; never a silent drop.
#include <functional>
#include <mutex>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

void expect_reused(EventStore& store, Append append, std::string_view code) {
  const auto before = read_log(store);
  const Error error = refused(store, std::move(append));
  EXPECT_EQ(error.kind, ErrorKind::refusal);
  EXPECT_EQ(error.blame, Blame::rule);
  EXPECT_EQ(error.code, code);
  EXPECT_EQ(read_log(store), before) << "a refused append left something";
}

void the_same_event_ids_give_the_first_answer(Bench& bench) {
  const Append append = to("account-1", events_with_ids(3, 1), ExpectedVersion::none());
  const Appended first = land(bench.store(), append);
  EXPECT_FALSE(first.repeated);
  expect_repeats(first, land(bench.store(), append));
  expect_repeats(first, land(bench.store(), append));
  EXPECT_EQ(version(bench.store(), "account-1"), Version{3});
}

void the_same_commit_id_gives_the_first_answer(Bench& bench) {
  const Append append = under("commit-1", to("account-1", events(3), ExpectedVersion::none()));
  const Appended first = land(bench.store(), append);
  EXPECT_FALSE(first.repeated);
  expect_repeats(first, land(bench.store(), append));
  expect_repeats(first, land(bench.store(), append));
  EXPECT_EQ(version(bench.store(), "account-1"), Version{3});
}

void a_repeat_is_told_whatever_version_it_expects(Bench& bench) {
  const Append by_ids = to("account-1", events_with_ids(1, 1));
  const Append by_commit = under("commit-1", to("account-1", events(1)));
  const Appended first_by_ids = land(bench.store(), by_ids);
  const Appended first_by_commit = land(bench.store(), by_commit);
  land(bench.store(), to("account-1", events(5)));
  for (ExpectedVersion expected : {ExpectedVersion::none(), ExpectedVersion::exactly({1}),
                                   ExpectedVersion::exactly({900}), ExpectedVersion::exists()}) {
    Append again = by_ids;
    again.streams[0].expected = expected;
    expect_repeats(first_by_ids, land(bench.store(), again));
    again = by_commit;
    again.streams[0].expected = expected;
    expect_repeats(first_by_commit, land(bench.store(), again));
  }
  EXPECT_EQ(version(bench.store(), "account-1"), Version{7});
}

void a_repeat_is_told_at_any_age(Bench& bench) {
  const Append by_ids = to("account-1", events_with_ids(2, 1));
  const Append by_commit = under("commit-1", to("account-2", events(2)));
  const Appended first_by_ids = land(bench.store(), by_ids);
  const Appended first_by_commit = land(bench.store(), by_commit);
  for (int i = 0; i < 20; ++i) {
    land(bench.store(), to("account-" + std::to_string(i % 4), events(500)));
    bench.clock.advance(24h);
  }
  expect_repeats(first_by_ids, land(bench.store(), by_ids));
  expect_repeats(first_by_commit, land(bench.store(), by_commit));
}

void a_repeat_is_not_held_to_its_condition(Bench& bench) {
  Append append = to("account-1", events_with_ids(1, 1));
  append.condition = AppendCondition{{{{"Happened"}, {}}}, {}};
  const Appended first = land(bench.store(), append);
  expect_repeats(first, land(bench.store(), append));
}

void a_repeat_over_several_streams_tells_all_their_versions(Bench& bench) {
  land(bench.store(), to("account-2", events(4)));
  Append append = to("account-1", events_with_ids(2, 1));
  append.streams.push_back({stream("account-2"), {}, events_with_ids(3, 10)});
  const Appended first = land(bench.store(), append);
  land(bench.store(), to("account-1", events(1)));
  expect_repeats(first, land(bench.store(), append));
  append.commit_id = "commit-1";  // not known yet, but its events are
  expect_repeats(first, land(bench.store(), append));
}

void a_commit_id_repeats_checked_streams_too(Bench& bench) {
  land(bench.store(), to("client-1", events(2)));
  Append append = under("commit-1", to("account-1", events(1)));
  append.streams.push_back(only_check("client-1", ExpectedVersion::exactly({2})));
  const Appended first = land(bench.store(), append);
  land(bench.store(), to("client-1", events(3)));
  expect_repeats(first, land(bench.store(), append));
}

void metadata_may_differ_on_a_repeat_and_the_first_stays(Bench& bench) {
  Append by_ids = to("account-1", events_with_ids(1, 1));
  Append by_commit = under("commit-1", to("account-1", events(1)));
  by_ids.streams[0].events[0].metadata = R"({"traceId":"first"})";
  by_commit.streams[0].events[0].metadata = R"({"traceId":"first"})";
  const Appended first_by_ids = land(bench.store(), by_ids);
  const Appended first_by_commit = land(bench.store(), by_commit);
  by_ids.streams[0].events[0].metadata = R"({"traceId":"second"})";
  by_commit.streams[0].events[0].metadata = R"({"traceId":"second"})";
  expect_repeats(first_by_ids, land(bench.store(), by_ids));
  expect_repeats(first_by_commit, land(bench.store(), by_commit));
  for (const Kept& event : read(bench.store(), "account-1")) {
    EXPECT_EQ(event.metadata, R"({"traceId":"first"})");
  }
}

void event_ids_may_be_new_under_a_known_commit_id(Bench& bench) {
  Append append = under("commit-1", to("account-1", events_with_ids(2, 1)));
  const Appended first = land(bench.store(), append);
  append.streams[0].events = events_with_ids(2, 50);
  expect_repeats(first, land(bench.store(), append));
}

using Change = std::function<void(NewEvent&)>;

const std::vector<Change>& changes_of_content() {
  static const std::vector<Change> changes = {
      [](NewEvent& event) { event.data = R"({"n":1 })"; },
      [](NewEvent& event) { event.type = "Happened2"; },
      [](NewEvent& event) { event.schema_version = 2; },
      [](NewEvent& event) { event.content_type = ContentType::bytes; },
      [](NewEvent& event) { event.tags = {"tag"}; },
  };
  return changes;
}

void other_content_under_a_known_event_id_is_refused(Bench& bench) {
  const Append append = to("account-1", events_with_ids(1, 1));
  land(bench.store(), append);
  for (const Change& change : changes_of_content()) {
    Append other = append;
    change(other.streams[0].events[0]);
    expect_reused(bench.store(), other, "event-id-reused");
  }
}

void other_content_under_a_known_commit_id_is_refused(Bench& bench) {
  const Append append = under("commit-1", to("account-1", events(1)));
  land(bench.store(), append);
  for (const Change& change : changes_of_content()) {
    Append other = append;
    change(other.streams[0].events[0]);
    expect_reused(bench.store(), other, "commit-id-reused");
  }
}

void other_streams_or_counts_under_a_known_commit_id_are_refused(Bench& bench) {
  land(bench.store(), under("commit-1", to("account-1", events(2))));
  expect_reused(bench.store(), under("commit-1", to("account-2", events(2))), "commit-id-reused");
  expect_reused(bench.store(), under("commit-1", to("account-1", events(1))), "commit-id-reused");
  expect_reused(bench.store(), under("commit-1", to("account-1", events(3))), "commit-id-reused");
  Append more = under("commit-1", to("account-1", events(2)));
  more.streams.push_back({stream("account-2"), {}, events(1)});
  expect_reused(bench.store(), more, "commit-id-reused");
}

void events_that_are_partly_known_are_refused(Bench& bench) {
  land(bench.store(), to("account-1", events_with_ids(2, 1)));
  Append append = to("account-1", events_with_ids(2, 1));
  append.streams[0].events.push_back(event());
  expect_reused(bench.store(), append, "event-id-reused");
  append.streams[0].events.back().id = uuid(3);
  expect_reused(bench.store(), append, "event-id-reused");
  append = to("account-2", events_with_ids(1, 9));
  append.streams.push_back({stream("account-1"), {}, events_with_ids(2, 1)});
  expect_reused(bench.store(), append, "event-id-reused");
}

void a_part_of_an_earlier_append_is_a_repeat(Bench& bench) {
  land(bench.store(), to("account-1", events_with_ids(3, 1)));
  EXPECT_TRUE(land(bench.store(), to("account-1", events_with_ids(2, 1))).repeated);
  EXPECT_EQ(version(bench.store(), "account-1"), Version{3});
}

void an_event_id_of_another_stream_is_new_here(Bench& bench) {
  land(bench.store(), to("account-1", events_with_ids(1, 1)));
  EXPECT_FALSE(land(bench.store(), to("account-2", events_with_ids(1, 1))).repeated);
  EXPECT_EQ(version(bench.store(), "account-2"), Version{1});
}

void events_without_ids_land_as_often_as_they_are_appended(Bench& bench) {
  for (int i = 0; i < 3; ++i)
    EXPECT_FALSE(land(bench.store(), to("account-1", events(1))).repeated);
  EXPECT_EQ(version(bench.store(), "account-1"), Version{3});
}

void an_id_that_the_store_made_is_known_to_it(Bench& bench) {
  const Appended first = land(bench.store(), to("account-1", events(1)));
  Append again = to("account-1", events(1));
  again.streams[0].events[0].id = read(bench.store(), "account-1").at(0).id;
  expect_repeats(first, land(bench.store(), again));
}

// The repeats arrive while the first is still under way.
void a_burst_of_the_same_append_lands_once(Bench& bench) {
  std::mutex mutex;
  std::condition_variable came;
  std::vector<std::expected<Appended, Error>> answers;
  constexpr std::size_t appends = 40;
  for (std::size_t i = 0; i < appends; ++i) {
    Append append = i % 2 ? to("account-1", events_with_ids(2, 1))
                          : under("commit-1", to("account-2", events(2)));
    bench->append(std::move(append), [&](std::expected<Appended, Error> answer) {
      std::lock_guard lock(mutex);
      answers.push_back(std::move(answer));
      came.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  ASSERT_TRUE(came.wait_until(lock, soon(), [&] { return answers.size() == appends; }));
  std::size_t firsts = 0;
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer) << answer.error().code;
    firsts += answer->repeated ? 0 : 1;
  }
  EXPECT_EQ(firsts, 2U);
  EXPECT_EQ(read_log(bench.store()).size(), 4U);
}

std::optional<Appended> outcome(Bench& bench, std::string_view commit_id) {
  return bench->outcome(commit_id, soon()).value();
}

void an_outcome_tells_whether_a_commit_landed(Bench& bench) {
  EXPECT_FALSE(outcome(bench, "commit-1"));
  Append append = under("commit-1", to("account-1", events(2)));
  append.streams.push_back({stream("account-2"), {}, events(3)});
  const Appended first = land(bench.store(), append);
  land(bench.store(), to("account-1", events(7)));
  std::optional<Appended> told = outcome(bench, "commit-1");
  ASSERT_TRUE(told);
  told->repeated = true;  // whether an outcome counts as a repeat is the store's to say
  expect_repeats(first, *told);
  EXPECT_FALSE(outcome(bench, "commit-2"));
  EXPECT_FALSE(outcome(bench, "commit-"));
  EXPECT_FALSE(outcome(bench, ""));
}

void an_outcome_knows_nothing_of_what_was_refused(Bench& bench) {
  refused(bench.store(), under("commit-1", to("account-1", events(1), ExpectedVersion::exists())));
  EXPECT_FALSE(outcome(bench, "commit-1"));
}

void a_commit_id_may_be_any_text(Bench& bench) {
  for (const std::string& id :
       {std::string("ä/\"\\ 愛"), std::string(128, 'x'), std::string("0")}) {
    const Appended first = land(bench.store(), under(id, to("account-1", events(1))));
    EXPECT_FALSE(first.repeated);
    ASSERT_TRUE(outcome(bench, id));
    EXPECT_EQ(outcome(bench, id)->position, first.position);
  }
}

}  // namespace

Promises idempotency_promises() {
  return {
      PROMISE(the_same_event_ids_give_the_first_answer),
      PROMISE(the_same_commit_id_gives_the_first_answer),
      PROMISE(a_repeat_is_told_whatever_version_it_expects),
      PROMISE(a_repeat_is_told_at_any_age),
      PROMISE(a_repeat_is_not_held_to_its_condition),
      PROMISE(a_repeat_over_several_streams_tells_all_their_versions),
      PROMISE(a_commit_id_repeats_checked_streams_too),
      PROMISE(metadata_may_differ_on_a_repeat_and_the_first_stays),
      PROMISE(event_ids_may_be_new_under_a_known_commit_id),
      PROMISE(other_content_under_a_known_event_id_is_refused),
      PROMISE(other_content_under_a_known_commit_id_is_refused),
      PROMISE(other_streams_or_counts_under_a_known_commit_id_are_refused),
      PROMISE(events_that_are_partly_known_are_refused),
      PROMISE(a_part_of_an_earlier_append_is_a_repeat),
      PROMISE(an_event_id_of_another_stream_is_new_here),
      PROMISE(events_without_ids_land_as_often_as_they_are_appended),
      PROMISE(an_id_that_the_store_made_is_known_to_it),
      PROMISE(a_burst_of_the_same_append_lands_once),
      PROMISE(an_outcome_tells_whether_a_commit_landed),
      PROMISE(an_outcome_knows_nothing_of_what_was_refused),
      PROMISE(a_commit_id_may_be_any_text),
  };
}

}  // namespace daybook::testing::contract
