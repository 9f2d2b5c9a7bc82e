#include "daybook/before_append.h"

#include <gmock/gmock.h>

#include "src/core/testing_handler.h"

namespace daybook {
namespace {

using namespace testing_counter;
using ::testing::HasSubstr;

const StreamId audit("audit", "all");

NewEvent audited(std::string data = "{}") { return {.type = "Audited", .data = std::move(data)}; }

Additions to_audit(ExpectedVersion expected = ExpectedVersion::any()) {
  return {.streams = {{audit, expected, {audited()}}}};
}

class BeforeAppendTest : public HandlerTest {
 protected:
  void ask(BeforeAppend function) { options.before_append.push_back(std::move(function)); }
};

TEST_F(BeforeAppendTest, refuses_a_command_and_leaves_no_trace_of_it) {
  ask([](const AppendIntent& intent) -> std::expected<Additions, Error> {
    if (intent.events_of<Counter>()->front().index() == 0 &&
        std::get<Counted>(intent.events_of<Counter>()->front()).by == 13) {
      return std::unexpected(refuse("unlucky", "Not thirteen", Blame::rule));
    }
    return {};
  });
  ASSERT_TRUE(get(send(one, {.by = 1})));
  const auto refused = get(send(one, {.by = 13}));
  EXPECT_EQ(refused.error(), refuse("unlucky", "Not thirteen", Blame::rule));
  EXPECT_EQ(get(send(one, {.by = 2, .max = 3}))->view, view_text(3, 2, 2));
}

TEST_F(BeforeAppendTest, sees_the_stream_the_events_and_the_user) {
  int asked = 0;
  ask([&](const AppendIntent& intent) -> std::expected<Additions, Error> {
    ++asked;
    EXPECT_EQ(intent.stream.text(), "counter-1");
    EXPECT_EQ(intent.stream.category(), "counter");
    EXPECT_EQ(intent.stream.id(), "1");
    EXPECT_EQ(intent.version, Version{asked == 1 ? 0u : 2u});
    EXPECT_EQ(intent.trace.user, "ada");
    EXPECT_EQ(intent.events.size(), 2u);
    EXPECT_EQ(intent.events.front().type, "Counted");
    EXPECT_EQ(intent.events.front().data, R"({"by":4})");
    EXPECT_EQ(intent.events_of<Counter>()->size(), 2u);
    return {};
  });
  for (int i = 0; i < 2; ++i) {
    CommandTask sent = task(model, {.by = 4, .times = 2});
    sent.metadata = to_metadata({.user = "ada"});
    ASSERT_TRUE(get(send(one, std::move(sent))));
  }
  EXPECT_EQ(asked, 2);
}

TEST_F(BeforeAppendTest, is_not_asked_about_commands_that_decide_on_nothing) {
  ask([](const AppendIntent&) -> std::expected<Additions, Error> {
    return std::unexpected(refuse("never", ""));
  });
  EXPECT_TRUE(get(send(one, {.times = 0})));
}

TEST_F(BeforeAppendTest, adds_events_that_the_aggregate_counts_too) {
  ask([](const AppendIntent&) { return Additions{.events = {counted(100)}}; });
  CommandTask sent = task(model, {.by = 1});
  sent.metadata = R"({"user":"ada"})";
  const auto answer = get(send(one, std::move(sent)));
  EXPECT_EQ(answer->view, view_text(101, 2, 2));
  EXPECT_EQ(store.appends(), 1);
  const auto page = events_of(one);
  ASSERT_EQ(page.events.size(), 2u);
  EXPECT_EQ(page.events.back().metadata, R"({"user":"ada"})");
  EXPECT_EQ(get(send(one, {.by = 1, .max = 101})).error().code, "too-much");
}

TEST_F(BeforeAppendTest, shows_later_functions_what_earlier_ones_added) {
  ask([](const AppendIntent&) { return Additions{.events = {counted(100)}}; });
  ask([](const AppendIntent& intent) {
    EXPECT_EQ(intent.events.size(), 2u);
    EXPECT_EQ(intent.events_of<Counter>()->size(), 2u);
    return Additions{};
  });
  EXPECT_TRUE(get(send(one)));
}

TEST_F(BeforeAppendTest, adds_no_event_that_the_aggregate_cannot_read) {
  ask([](const AppendIntent&) { return Additions{.events = {audited()}}; });
  EXPECT_EQ(get(send(one)).error().code, "unreadable-event");
  EXPECT_TRUE(events_of(one).events.empty());
}

TEST_F(BeforeAppendTest, adds_events_of_another_stream_to_the_same_commit) {
  ask([](const AppendIntent&) { return to_audit(); });
  CommandTask sent = task(model, {.by = 1, .times = 2});
  sent.metadata = R"({"user":"ada"})";
  const auto answer = get(send(one, std::move(sent)));
  EXPECT_EQ(answer->view, view_text(2, 2, 3));
  EXPECT_EQ(answer->position, Position{3});
  EXPECT_EQ(store.appends(), 1);
  const auto page = events_of(audit);
  ASSERT_EQ(page.events.size(), 1u);
  EXPECT_EQ(page.events.front().metadata, R"({"user":"ada"})");
  EXPECT_EQ(page.events.front().position, Position{1});
  EXPECT_EQ(page.events.front().recorded_at, events_of(one).events.front().recorded_at);
}

TEST_F(BeforeAppendTest, lands_no_event_of_another_stream_when_the_append_fails) {
  ask([](const AppendIntent&) { return to_audit(); });
  store.before_append([&](int number) {
    if (number != 1) return;
    ASSERT_TRUE(store.inner().append({.streams = {{one, ExpectedVersion::any(), {counted(5)}}}},
                                     within(std::chrono::seconds(10))));
  });
  EXPECT_EQ(get(send(one))->view, view_text(6, 2, 3));
  EXPECT_EQ(events_of(audit).events.size(), 1u);
}

TEST_F(BeforeAppendTest, lets_commands_that_share_an_append_add_to_the_same_stream) {
  ask([](const AppendIntent&) { return to_audit(); });
  store.hold();
  auto first = send(one);
  store.wait_for_held(1);
  auto second = send(one);
  auto third = send(one);
  store.release();
  EXPECT_EQ(get(std::move(first))->view, view_text(1, 1, 2));
  EXPECT_EQ(get(std::move(second))->view, view_text(2, 2, 5));
  EXPECT_EQ(get(std::move(third))->view, view_text(3, 3, 6));
  EXPECT_EQ(store.appends(), 2);
  EXPECT_EQ(events_of(audit).events.size(), 3u);
}

TEST_F(BeforeAppendTest, answers_what_another_stream_is_not_and_spares_the_neighbours) {
  ask([](const AppendIntent& intent) {
    const auto& event = std::get<Counted>(intent.events_of<Counter>()->front());
    return event.by == 7 ? to_audit(ExpectedVersion::none()) : Additions{};
  });
  store.hold();
  auto first = send(one, {.by = 7});
  store.wait_for_held(1);
  auto before = send(one, {.by = 1});
  auto late = send(one, {.by = 7});
  auto after = send(one, {.by = 1});
  store.release();
  EXPECT_TRUE(get(std::move(first)));
  EXPECT_TRUE(get(std::move(before)));
  EXPECT_EQ(get(std::move(late)).error(), version_conflict("audit-all", {1}));
  EXPECT_EQ(get(std::move(after))->version, Version{3});
  EXPECT_EQ(store.appends(), 4);
}

TEST_F(BeforeAppendTest, gives_the_first_answer_again_under_the_same_key) {
  ask([](const AppendIntent&) {
    Additions additions = to_audit();
    additions.events.push_back(counted(10));
    return additions;
  });
  const auto keyed = [&](std::string fingerprint) {
    CommandTask sent = task(model, {});
    sent.once = Once{"key", std::move(fingerprint)};
    return get(send(one, std::move(sent)));
  };
  const auto first = keyed("a");
  ASSERT_TRUE(get(send(one)));
  const auto again = keyed("a");
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->view, first->view);
  EXPECT_EQ(again->version, first->version);
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(keyed("b").error().code, "idempotency-key-reused");
  EXPECT_EQ(events_of(audit).events.size(), 2u);
}

}  // namespace
}  // namespace daybook
