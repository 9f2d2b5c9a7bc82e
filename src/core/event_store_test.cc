#include "daybook/event_store.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

// A store whose test answers appends itself, when it likes.
class ByHand final : public EventStore {
 public:
  explicit ByHand(std::function<void(AppendCallback)> answer) : answer_(std::move(answer)) {}

  using EventStore::append;
  void append(Append, AppendCallback done) override { answer_(std::move(done)); }
  std::expected<EventPage, Error> read_stream(const StreamRead&, Deadline) override {
    return none();
  }
  std::expected<EventPage, Error> read_log(const LogRead&, Deadline) override { return none(); }
  std::expected<StreamsPage, Error> streams(const StreamsRead&, Deadline) override {
    return none();
  }
  std::expected<Version, Error> version(const StreamId&, Deadline) override { return none(); }
  std::expected<std::optional<Appended>, Error> outcome(std::string_view, Deadline) override {
    return none();
  }
  std::expected<Retention, Error> retention(const StreamId&, Deadline) override { return none(); }
  std::expected<ScavengeReport, Error> scavenge(const ScavengeOptions&) override { return none(); }
  Position head() const override { return {}; }
  Position wait(Position, Deadline) override { return {}; }
  std::unique_ptr<Watch> watch(std::function<void(Position)>) override { return nullptr; }
  std::expected<void, Error> health() const override { return none(); }

 private:
  static std::unexpected<Error> none() { return std::unexpected(fault("unused", "")); }

  std::function<void(AppendCallback)> answer_;
};

Append some_append() { return {.streams = {{StreamId("a", "1"), {}, {{.type = "Happened"}}}}}; }

// An event, and what its tags point into.
class Tagged {
 public:
  Tagged(std::string_view stream, std::string_view type, const std::vector<std::string>& tags = {})
      : packed_(TagList::pack(tags)) {
    event.type = type;
    event.stream = stream;
    event.tags = TagList(packed_);
  }
  Tagged(const Tagged&) = delete;

  RecordedEvent event;

 private:
  std::string packed_;
};

TEST(EventStoreAppend, waits_for_the_answer_of_another_thread) {
  std::jthread other;
  ByHand store([&](AppendCallback done) {
    other = std::jthread([done = std::move(done)]() mutable {
      Appended appended;
      appended.position = {42};
      done(appended);
    });
  });
  auto appended = store.append(some_append(), within(10s));
  ASSERT_TRUE(appended);
  EXPECT_EQ(appended->position, Position{42});
}

TEST(EventStoreAppend, gives_the_error_that_the_store_gave) {
  ByHand store([](AppendCallback done) { done(std::unexpected(version_conflict("a-1", {7}))); });
  auto appended = store.append(some_append(), within(10s));
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error(), version_conflict("a-1", {7}));
}

TEST(EventStoreAppend, says_when_the_deadline_passed_first) {
  AppendCallback kept;
  ByHand store([&](AppendCallback done) { kept = std::move(done); });
  auto appended = store.append(some_append(), within(1ms));
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().kind, ErrorKind::fault);
  EXPECT_EQ(appended.error().code, "append-timeout");
}

TEST(EventStoreAppend, survives_an_answer_after_the_deadline) {
  AppendCallback kept;
  ByHand store([&](AppendCallback done) { kept = std::move(done); });
  ASSERT_FALSE(store.append(some_append(), within(0ms)));
  kept(Appended{});  // writes into what the caller has left: the sanitizers would see it
}

TEST(EventFilter, without_members_leaves_nothing_out) {
  const EventFilter filter;
  EXPECT_TRUE(filter.empty());
  EXPECT_TRUE(filter.accepts(Tagged("account-1", "Opened").event));
}

TEST(EventFilter, with_any_member_is_not_empty) {
  EXPECT_FALSE(EventFilter{.category = "a"}.empty());
  EXPECT_FALSE(EventFilter{.stream_prefix = "a"}.empty());
  EXPECT_FALSE(EventFilter{.types = {"A"}}.empty());
  EXPECT_FALSE(EventFilter{.tags = {"t"}}.empty());
}

TEST(EventFilter, takes_a_category_whole) {
  const EventFilter filter{.category = "account"};
  EXPECT_TRUE(filter.accepts(Tagged("account-1", "Opened").event));
  EXPECT_TRUE(filter.accepts(Tagged("account", "Opened").event));
  EXPECT_FALSE(filter.accepts(Tagged("accounts-1", "Opened").event));
  EXPECT_FALSE(EventFilter{.category = "acc"}.accepts(Tagged("account-1", "Opened").event));
}

TEST(EventFilter, takes_a_prefix_of_the_stream_as_bytes) {
  const EventFilter filter{.stream_prefix = "account-1"};
  EXPECT_TRUE(filter.accepts(Tagged("account-1", "Opened").event));
  EXPECT_TRUE(filter.accepts(Tagged("account-12", "Opened").event));
  EXPECT_FALSE(filter.accepts(Tagged("account-2", "Opened").event));
  EXPECT_FALSE(filter.accepts(Tagged("Account-1", "Opened").event));
}

TEST(EventFilter, takes_any_of_its_types) {
  const EventFilter filter{.types = {"Opened", "Closed"}};
  EXPECT_TRUE(filter.accepts(Tagged("account-1", "Closed").event));
  EXPECT_FALSE(filter.accepts(Tagged("account-1", "Close").event));
}

TEST(EventFilter, wants_all_of_its_tags) {
  const EventFilter filter{.tags = {"red", "big"}};
  EXPECT_TRUE(filter.accepts(Tagged("account-1", "Opened", {"big", "new", "red"}).event));
  EXPECT_FALSE(filter.accepts(Tagged("account-1", "Opened", {"red"}).event));
  EXPECT_FALSE(filter.accepts(Tagged("account-1", "Opened").event));
}

TEST(EventFilter, wants_what_each_of_its_members_wants) {
  const EventFilter filter{.category = "account", .types = {"Opened"}, .tags = {"red"}};
  EXPECT_TRUE(filter.accepts(Tagged("account-1", "Opened", {"red"}).event));
  EXPECT_FALSE(filter.accepts(Tagged("order-1", "Opened", {"red"}).event));
  EXPECT_FALSE(filter.accepts(Tagged("account-1", "Closed", {"red"}).event));
  EXPECT_FALSE(filter.accepts(Tagged("account-1", "Opened", {"blue"}).event));
}

}  // namespace
}  // namespace daybook
