// Streams that are deleted, begun again, and deleted for ever.
#include <algorithm>
#include <array>
#include <atomic>

#include "daybook/retention.h"
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Names = std::vector<std::string>;
using Numbers = std::vector<std::uint64_t>;

std::expected<Appended, Error> remove(Bench& bench, std::string_view name,
                                      ExpectedVersion expected = {}) {
  return delete_stream(bench.store(), stream(name), expected, soon());
}

std::expected<Appended, Error> entomb(Bench& bench, std::string_view name,
                                      ExpectedVersion expected = {}) {
  return tombstone_stream(bench.store(), stream(name), expected, soon());
}

Numbers shown(Bench& bench, std::string_view name) { return versions(read(bench.store(), name)); }

Append tombstone(std::string_view name) {
  return to("$retention-" + std::string(name), {stream_tombstoned()});
}

// Ends at version 3, and is deleted.
Appended begin_and_delete(Bench& bench, std::string_view name) {
  land(bench.store(), to(name, events(3)));
  auto removed = remove(bench, name);
  if (!removed) throw std::runtime_error(removed.error().code);
  return *removed;
}

void expect_absent(Bench& bench, const std::string& name) {
  EXPECT_EQ(version(bench.store(), name), Version{0});
  EXPECT_EQ(shown(bench, name), Numbers());
  const auto backward =
      page(bench.store(), StreamRead{.stream = stream(name), .direction = Direction::backward});
  EXPECT_TRUE(backward.events.empty() && backward.at_end);
  const Names listed = names(bench.store());
  EXPECT_EQ(std::ranges::count(listed, name), 0);
}

void a_deleted_stream_is_absent(Bench& bench) {
  land(bench.store(), to("a-0", events(1)));
  begin_and_delete(bench, "a-1");
  land(bench.store(), to("a-2", events(1)));
  expect_absent(bench, "a-1");
  for (std::size_t limit : {1, 2, 100}) {
    EXPECT_EQ(names(bench.store(), {.category = "a", .limit = limit}), (Names{"a-0", "a-2"}));
  }
}

void a_deleted_stream_takes_what_an_absent_one_takes(Bench& bench) {
  const ExpectedVersion accepted[] = {ExpectedVersion::any(), ExpectedVersion::none(),
                                      ExpectedVersion::exactly({0})};
  for (const ExpectedVersion& expected : accepted) {
    const std::string name = "a-" + std::to_string(static_cast<int>(expected.kind));
    begin_and_delete(bench, name);
    expect_conflict(bench.store(), to(name, events(1), ExpectedVersion::exists()), name, {0});
    expect_conflict(bench.store(), to(name, events(1), ExpectedVersion::exactly({3})), name, {0});
    EXPECT_EQ(land(bench.store(), to(name, events(2), expected)).streams[0].version, Version{5});
  }
}

void versions_of_a_stream_begun_again_go_on(Bench& bench) {
  begin_and_delete(bench, "a-1");
  const Appended again = land(bench.store(), to("a-1", events(2), ExpectedVersion::none()));
  EXPECT_EQ(again.streams[0].version, Version{5});
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{4, 5}));
  EXPECT_EQ(version(bench.store(), "a-1"), Version{5});
  EXPECT_EQ(names(bench.store(), {.category = "a"}), (Names{"a-1"}));
  expect_conflict(bench.store(), to("a-1", events(1), ExpectedVersion::none()), "a-1", {5});
  land(bench.store(), to("a-1", events(1), ExpectedVersion::exactly({5})));
  ASSERT_TRUE(remove(bench, "a-1", ExpectedVersion::exactly({6})));
  expect_absent(bench, "a-1");
}

void a_check_sees_a_deleted_stream_as_absent(Bench& bench) {
  begin_and_delete(bench, "a-1");
  Append append = to("b-1", events(1));
  append.streams.push_back(only_check("a-1", ExpectedVersion::exists()));
  expect_conflict(bench.store(), append, "a-1", {0});
  append.streams[1].expected = ExpectedVersion::none();
  EXPECT_EQ(land(bench.store(), append).streams[1].version, Version{0});
}

void deleting_expects_a_version_as_appends_do(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  auto late = remove(bench, "a-1", ExpectedVersion::exactly({2}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error(), version_conflict("a-1", {3}));
  EXPECT_EQ(shown(bench, "a-1").size(), 3U);
  EXPECT_EQ(entomb(bench, "a-1", ExpectedVersion::none()).error(), version_conflict("a-1", {3}));
  EXPECT_TRUE(remove(bench, "a-1", ExpectedVersion::exactly({3})));
  EXPECT_EQ(remove(bench, "a-1").error().code, "unknown-stream") << "there is none to delete";
  EXPECT_EQ(remove(bench, "never-1").error().code, "unknown-stream");
}

void deleting_keeps_the_limits(Bench& bench) {
  const RetentionLimits limits{.max_age = 9s, .max_count = 2};
  ASSERT_TRUE(limit_stream(bench.store(), stream("a-1"), limits, soon()));
  begin_and_delete(bench, "a-1");
  EXPECT_EQ(bench->retention(stream("a-1"), soon()).value(),
            (Retention{.truncate_before = {4}, .limits = limits}));
  land(bench.store(), to("a-1", events(3)));
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{5, 6}));
}

void a_tombstoned_stream_is_absent_for_ever(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  ASSERT_TRUE(entomb(bench, "a-1"));
  ASSERT_TRUE(entomb(bench, "never-1"));
  for (const char* name : {"a-1", "never-1"}) {
    expect_absent(bench, name);
    EXPECT_TRUE(bench->retention(stream(name), soon()).value().is_tombstoned);
    for (const auto& expected : {ExpectedVersion::any(), ExpectedVersion::none(),
                                 ExpectedVersion::exists(), ExpectedVersion::exactly({3})}) {
      const Error error = refused(bench.store(), to(name, events(1), expected));
      EXPECT_EQ(error.code, "stream-tombstoned");
      EXPECT_EQ(error.kind, ErrorKind::refusal);
      EXPECT_EQ(error.blame, Blame::state);
    }
    Append append = to("b-1", events(1));
    append.streams.push_back(only_check(name, ExpectedVersion::none()));
    land(bench.store(), append);
  }
}

void what_is_kept_of_a_tombstoned_stream_cannot_be_changed(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  ASSERT_TRUE(entomb(bench, "a-1"));
  EXPECT_EQ(entomb(bench, "a-1").error().code, "stream-tombstoned");
  EXPECT_EQ(remove(bench, "a-1").error().code, "stream-tombstoned");
  EXPECT_EQ(limit_stream(bench.store(), stream("a-1"), {}, soon()).error().code,
            "stream-tombstoned");
  EXPECT_EQ(read(bench.store(), "$retention-a-1").size(), 1U);
}

void repeats_are_answered_as_the_first_time_whatever_became_of_the_stream(Bench& bench) {
  const Append by_ids = to("a-1", events_with_ids(2, 1), ExpectedVersion::none());
  const Append by_commit = under("commit-1", to("a-1", events(1)));
  const Appended first_by_ids = land(bench.store(), by_ids);
  const Appended first_by_commit = land(bench.store(), by_commit);
  auto repeat = [&] {
    expect_repeats(first_by_ids, land(bench.store(), by_ids));
    expect_repeats(first_by_commit, land(bench.store(), by_commit));
    EXPECT_EQ(bench->outcome("commit-1", soon()).value()->position, first_by_commit.position);
    Append other = to("a-1", events_with_ids(1, 1));
    other.streams[0].events[0].data = R"({"other":true})";
    EXPECT_EQ(refused(bench.store(), other).code, "event-id-reused");
  };
  ASSERT_TRUE(limit_stream(bench.store(), stream("a-1"), {.max_count = 1}, soon()));
  repeat();
  ASSERT_TRUE(remove(bench, "a-1"));
  repeat();
  land(bench.store(), to("a-1", events(1)));
  repeat();
  const Append end = under("commit-2", tombstone("a-1"));
  const Appended ended = land(bench.store(), end);
  repeat();
  expect_repeats(ended, land(bench.store(), end));
}

void one_append_deletes_a_stream_and_begins_it_again(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  Append append = to("$retention-a-1", {retention_set(Version{4}, {})});
  append.streams.push_back(to("a-1", events(1), ExpectedVersion::exactly({3})).streams[0]);
  EXPECT_EQ(land(bench.store(), append).streams[1].version, Version{4});
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{4}));
}

void one_append_cannot_write_behind_its_own_tombstone(Bench& bench) {
  Append append = tombstone("a-1");
  append.streams.push_back(to("a-1", events(1)).streams[0]);
  EXPECT_EQ(refused(bench.store(), append).code, "stream-tombstoned");
  EXPECT_TRUE(read_log(bench.store()).empty());
  std::swap(append.streams[0], append.streams[1]);
  land(bench.store(), append);
  expect_absent(bench, "a-1");
}

// Appends that are queued together are decided as if each had been alone.
void queued_appends_see_the_deletions_before_them(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  std::vector<std::string> codes;
  std::mutex mutex;
  auto queue = [&](Append append) {
    bench->append(std::move(append), [&](std::expected<Appended, Error> answer) {
      std::lock_guard lock(mutex);
      codes.push_back(answer ? "" : answer.error().code);
    });
  };
  queue(to("$retention-a-1", {retention_set(Version{4}, {})}));
  queue(to("a-1", events(1), ExpectedVersion::exactly({3})));
  queue(to("a-1", events(2), ExpectedVersion::none()));
  queue(to("a-1", events(1), ExpectedVersion::exactly({5})));
  queue(to("$retention-a-1", {retention_set(Version{8}, {})}));
  queue(to("$retention-a-1", {retention_set(Version{7}, {})}));
  queue(to("$retention-a-1", {retention_set(Version{6}, {})}));
  queue(tombstone("a-1"));
  queue(to("a-1", events(1)));
  land(bench.store(), to("last-1", events(1)));
  std::lock_guard lock(mutex);
  EXPECT_EQ(codes, (Names{"", "version-conflict", "", "", "invalid-retention", "",
                          "invalid-retention", "", "stream-tombstoned"}));
}

void racing_founders_and_deleters_agree(Bench& bench) {
  constexpr std::size_t threads = 6;
  constexpr int rounds = 25;
  std::atomic<int> founded = 0;
  std::atomic<int> deleted = 0;
  at_once(threads, [&](std::size_t thread) {
    for (int round = 0; round < rounds; ++round) {
      if (thread % 2 == 0) {
        auto answer = bench->append(to("a-1", events(2), ExpectedVersion::none()), soon());
        if (answer) ++founded;
        if (!answer) {
          EXPECT_EQ(answer.error().kind, ErrorKind::conflict);
        }
      } else if (auto answer = remove(bench, "a-1"); answer) {
        ++deleted;
      } else {
        EXPECT_EQ(answer.error().code, "unknown-stream");
      }
    }
  });
  const Version last = version(bench.store(), "a-1");
  EXPECT_EQ(founded - deleted, last.value == 0 ? 0 : 1) << "in turns, one after the other";
  const auto all = read_log(bench.store(), {.filter = {.category = "a"}});
  ASSERT_EQ(all.size(), 2U * static_cast<std::size_t>(founded));
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].version, Version{i + 1});
}

}  // namespace

Promises lifecycle_promises() {
  return {
      PROMISE(a_deleted_stream_is_absent),
      PROMISE(a_deleted_stream_takes_what_an_absent_one_takes),
      PROMISE(versions_of_a_stream_begun_again_go_on),
      PROMISE(a_check_sees_a_deleted_stream_as_absent),
      PROMISE(deleting_expects_a_version_as_appends_do),
      PROMISE(deleting_keeps_the_limits),
      PROMISE(a_tombstoned_stream_is_absent_for_ever),
      PROMISE(what_is_kept_of_a_tombstoned_stream_cannot_be_changed),
      PROMISE(repeats_are_answered_as_the_first_time_whatever_became_of_the_stream),
      PROMISE(one_append_deletes_a_stream_and_begins_it_again),
      PROMISE(one_append_cannot_write_behind_its_own_tombstone),
      PROMISE(queued_appends_see_the_deletions_before_them),
      PROMISE(racing_founders_and_deleters_agree),
  };
}

}  // namespace daybook::testing::contract
