// The state machine by itself: no store, no threads. Each test plays the store.
#include "src/core/command_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/core/testing_counter.h"

namespace daybook {
namespace {

using namespace testing_counter;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CommandQueueTest : public ::testing::Test {
 protected:
  // Answers are noted as "name:ok", "name:code" or "name:view".
  Caller caller(std::string name) {
    return {{}, [this, name](std::expected<CommandAnswer, Error> answer) {
              answers.push_back(name + ":" + (answer ? answer->view : answer.error().code));
            }};
  }

  void send(std::string name, Count command, std::optional<ExpectedVersion> expected = {}) {
    CommandTask sent = task(model, command);
    sent.expected = expected;
    handle(std::move(name), std::move(sent), seen);
  }

  void handle(std::string name, CommandTask sent, Version at) {
    carry_out([&](CommandWork& work) {
      queue.handle({std::move(sent), caller(std::move(name))}, at, work);
    });
  }

  void view(std::string name, std::uint64_t at) {
    carry_out([&](CommandWork& work) { queue.view(caller(std::move(name)), {at}, work); });
  }

  // The append under way succeeds; the log has only this stream, so positions are versions.
  void succeed() {
    ASSERT_TRUE(append);
    const auto& to = append->streams.front();
    EXPECT_EQ(to.expected, ExpectedVersion::exactly(seen));
    seen.value += to.events.size();
    Appended done{
        .streams = {{to.stream, seen}}, .events = to.events.size(), .position = {seen.value}};
    append.reset();
    carry_out([&](CommandWork& work) { queue.appended(std::move(done), work); });
  }

  void fail(Error error) {
    ASSERT_TRUE(append);
    append.reset();
    carry_out([&](CommandWork& work) { queue.appended(std::unexpected(error), work); });
  }

  // The load under way finds this many events that count by one.
  void load(std::uint64_t version) {
    ASSERT_TRUE(from);
    Folded folded{from->instance ? std::move(from->instance) : model.create(), from->version,
                  from->position};
    while (folded.version.value < version) {
      ++folded.version.value;
      ++folded.position.value;
      RecordedEvent event{.type = "Counted",
                          .stream = "counter-1",
                          .version = folded.version,
                          .position = folded.position,
                          .data = R"({"by":1})"};
      ASSERT_TRUE(model.replay(*folded.instance, event));
    }
    seen = {version};
    from.reset();
    carry_out([&](CommandWork& work) { queue.loaded(std::move(folded), work); });
  }

  void fail_load(Error error) {
    ASSERT_TRUE(from);
    from.reset();
    carry_out([&](CommandWork& work) { queue.loaded(std::unexpected(error), work); });
  }

  std::size_t events_under_way() const {
    return append ? append->streams.front().events.size() : 0;
  }

  const Model model = testing_counter::model();
  CommandHandler::Options options{.aggregates_max = 10, .attempts = 3, .waiting_max = 5'000};
  CommandQueue queue{model, StreamId("counter", "1"), options};
  Version seen;
  std::optional<Append> append;
  std::optional<Folded> from;
  std::vector<std::string> answers;

 private:
  template <class Step>
  void carry_out(Step step) {
    CommandWork work;
    step(work);
    if (work.append) {
      EXPECT_FALSE(append) << "two appends under way for one stream";
      append = std::move(work.append);
    }
    if (work.load) {
      EXPECT_FALSE(from) << "two loads under way for one stream";
      EXPECT_FALSE(append) << "a load while an append is under way";
      from = std::move(work.load);
    }
    for (auto& answer : work.answers) answer.caller.done(std::move(answer.answer));
  }
};

TEST_F(CommandQueueTest, answers_a_command_once_it_is_durable) {
  send("a", {});
  EXPECT_THAT(answers, IsEmpty());
  EXPECT_EQ(append->streams.front().expected, ExpectedVersion::exactly({0}));
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(1, 1, 1)));
  EXPECT_TRUE(queue.is_idle());
}

TEST_F(CommandQueueTest, gives_commands_that_come_meanwhile_the_next_append_together) {
  send("a", {});
  send("b", {.by = 2});
  send("c", {.by = 3, .times = 2});
  EXPECT_EQ(events_under_way(), 1u);
  succeed();
  EXPECT_EQ(events_under_way(), 3u);
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(1, 1, 1)));
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(1, 1, 1), "b:" + view_text(3, 2, 2),
                                   "c:" + view_text(9, 4, 4)));
}

TEST_F(CommandQueueTest, answers_a_refusal_at_once_when_all_it_rests_on_is_durable) {
  send("a", {.by = 5, .max = 4});
  EXPECT_THAT(answers, ElementsAre("a:too-much"));
  EXPECT_FALSE(append);
}

TEST_F(CommandQueueTest, holds_a_refusal_back_until_the_events_it_rests_on_are_durable) {
  send("a", {.by = 4});
  send("b", {.by = 1, .max = 4});
  EXPECT_THAT(answers, IsEmpty());
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(4, 1, 1), "b:too-much"));
  EXPECT_FALSE(append);
}

TEST_F(CommandQueueTest, takes_a_refusal_back_when_the_events_it_rests_on_are_not_written) {
  send("a", {.by = 4});
  send("b", {.by = 1, .max = 4});
  fail(fault("disk-full", ""));
  EXPECT_THAT(answers, ElementsAre("a:disk-full"));
  load(0);
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:disk-full", "b:" + view_text(1, 1, 1)));
}

TEST_F(CommandQueueTest, answers_a_command_that_does_nothing_with_where_the_aggregate_stands) {
  send("a", {.by = 7});
  send("b", {.times = 0});
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(7, 1, 1), "b:" + view_text(7, 1, 1)));
}

TEST_F(CommandQueueTest, loads_what_the_store_has_before_it_decides) {
  seen = {3};
  send("a", {});
  EXPECT_FALSE(append);
  load(3);
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(4, 4, 4)));
}

TEST_F(CommandQueueTest, reads_on_when_another_writer_has_been_there) {
  send("a", {});
  succeed();
  seen = {3};
  send("b", {});
  ASSERT_TRUE(from);
  EXPECT_EQ(from->version, Version{1}) << "what it knows is not read again";
  load(3);
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(1, 1, 1), "b:" + view_text(4, 4, 4)));
}

TEST_F(CommandQueueTest, keeps_the_order_of_commands_that_came_while_it_was_loading) {
  seen = {1};
  send("a", {.by = 1, .max = 2});
  send("b", {.by = 1, .max = 2});
  load(1);
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(2, 2, 2), "b:too-much"));
}

TEST_F(CommandQueueTest, decides_again_after_a_conflict) {
  send("a", {.by = 1, .max = 2});
  send("b", {.by = 1, .max = 2});
  fail(version_conflict("counter-1", {1}));
  EXPECT_THAT(answers, IsEmpty());
  load(1);
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(2, 2, 2), "b:too-much"));
}

TEST_F(CommandQueueTest, gives_up_after_so_many_conflicts) {
  send("a", {});
  for (int attempt = 1; attempt < options.attempts; ++attempt) {
    fail(version_conflict("counter-1", {seen.value + 1}));
    EXPECT_THAT(answers, IsEmpty());
    load(seen.value + 1);
  }
  fail(version_conflict("counter-1", {seen.value + 1}));
  EXPECT_THAT(answers, ElementsAre("a:version-conflict"));
  EXPECT_TRUE(queue.is_idle());
}

TEST_F(CommandQueueTest, answers_a_conflict_with_the_version_that_was_expected) {
  seen = {3};
  send("behind", {}, ExpectedVersion::exactly({2}));
  send("ahead", {}, ExpectedVersion::exactly({4}));
  send("right", {}, ExpectedVersion::exactly({3}));
  load(3);
  succeed();
  EXPECT_THAT(answers, ElementsAre("behind:version-conflict", "ahead:version-conflict",
                                   "right:" + view_text(4, 4, 4)));
}

TEST_F(CommandQueueTest, does_not_retry_a_conflict_for_whom_expected_a_version) {
  send("a", {}, ExpectedVersion::exactly({0}));
  fail(version_conflict("counter-1", {1}));
  load(1);
  EXPECT_THAT(answers, ElementsAre("a:version-conflict"));
  EXPECT_FALSE(append);
}

TEST_F(CommandQueueTest, expects_versions_of_what_is_decided_though_not_durable_yet) {
  send("a", {});
  send("b", {}, ExpectedVersion::exactly({1}));
  send("c", {}, ExpectedVersion::exactly({1}));
  succeed();
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(1, 1, 1), "b:" + view_text(2, 2, 2),
                                   "c:version-conflict"));
}

TEST_F(CommandQueueTest, lets_the_domain_speak_when_a_version_of_nothing_is_expected) {
  send("a", {.by = 5, .max = 4}, ExpectedVersion::exactly({7}));
  EXPECT_THAT(answers, ElementsAre("a:too-much"));
}

TEST_F(CommandQueueTest, tells_a_fault_to_those_in_the_append_and_tries_again_for_the_others) {
  send("a", {.by = 10});
  send("b", {});
  send("c", {});
  fail(fault("disk-full", ""));
  EXPECT_THAT(answers, ElementsAre("a:disk-full"));
  load(0);
  EXPECT_EQ(events_under_way(), 2u);
  succeed();
  EXPECT_THAT(answers,
              ElementsAre("a:disk-full", "b:" + view_text(1, 1, 1), "c:" + view_text(2, 2, 2)));
}

TEST_F(CommandQueueTest, finds_events_again_that_landed_although_the_append_faulted) {
  send("a", {});
  send("b", {});
  fail(fault("append-timeout", ""));
  load(1);
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:append-timeout", "b:" + view_text(2, 2, 2)));
}

TEST_F(CommandQueueTest, refuses_one_command_of_a_group_without_hurting_its_neighbours) {
  send("first", {});
  send("small", {});
  send("large", {.times = 2});
  succeed();
  fail(refuse("too-many-events", "", Blame::size));
  load(1);
  EXPECT_EQ(events_under_way(), 1u) << "each is appended by itself now";
  succeed();
  EXPECT_EQ(events_under_way(), 2u);
  fail(refuse("too-many-events", "", Blame::size));
  EXPECT_THAT(answers, ElementsAre("first:" + view_text(1, 1, 1), "small:" + view_text(2, 2, 2),
                                   "large:too-many-events"));
}

TEST_F(CommandQueueTest, appends_a_command_with_a_commit_id_by_itself) {
  send("a", {});
  send("b", {});
  CommandTask once = task(model, {});
  once.once = Once{"commit", "fingerprint"};
  handle("once", std::move(once), seen);
  send("c", {});
  succeed();
  EXPECT_EQ(append->commit_id, "");
  EXPECT_EQ(events_under_way(), 1u);
  succeed();
  EXPECT_EQ(append->commit_id, "commit");
  EXPECT_EQ(events_under_way(), 1u);
  succeed();
  EXPECT_EQ(append->commit_id, "");
  succeed();
  EXPECT_EQ(answers.size(), 4u);
}

TEST_F(CommandQueueTest, closes_a_group_that_has_grown_large) {
  send("first", {});
  for (int i = 0; i < 1'500; ++i) send("more", {});
  succeed();
  EXPECT_EQ(events_under_way(), 1'000u);
  succeed();
  EXPECT_EQ(events_under_way(), 500u);
  succeed();
  EXPECT_EQ(answers.size(), 1'501u);
  EXPECT_EQ(answers.back(), "more:" + view_text(1'501, 1'501, 1'501));
}

TEST_F(CommandQueueTest, has_a_bound_for_those_who_wait) {
  options.waiting_max = 2;
  send("a", {});
  send("b", {});
  send("c", {});
  view("d", 0);
  EXPECT_THAT(answers, ElementsAre("c:overloaded", "d:overloaded"));
  succeed();
  succeed();
  EXPECT_EQ(answers.size(), 4u);
}

TEST_F(CommandQueueTest, answers_everybody_when_the_log_cannot_be_read) {
  seen = {1};
  send("a", {});
  send("b", {});
  view("c", 1);
  fail_load(fault("unreadable-event", ""));
  EXPECT_THAT(answers,
              ElementsAre("a:unreadable-event", "b:unreadable-event", "c:unreadable-event"));
  EXPECT_TRUE(queue.is_idle());
  EXPECT_TRUE(queue.is_absent());
}

TEST_F(CommandQueueTest, shows_only_what_is_durable) {
  send("a", {});
  view("before", 0);
  succeed();
  view("after", 1);
  EXPECT_THAT(answers, ElementsAre("before:" + view_text(0, 0, 0), "a:" + view_text(1, 1, 1),
                                   "after:" + view_text(1, 1, 1)));
}

TEST_F(CommandQueueTest, makes_a_view_wait_for_events_that_the_store_shows_already) {
  send("a", {});
  view("view", 1);
  EXPECT_THAT(answers, IsEmpty()) << "the store shows the event before it has told of it";
  succeed();
  EXPECT_THAT(answers, ElementsAre("a:" + view_text(1, 1, 1), "view:" + view_text(1, 1, 1)));
}

TEST_F(CommandQueueTest, loads_for_a_view_what_another_writer_has_appended) {
  send("a", {});
  succeed();
  view("view", 2);
  load(2);
  EXPECT_EQ(answers.back(), "view:" + view_text(2, 2, 2));
}

TEST_F(CommandQueueTest, is_content_with_a_view_of_all_there_is_to_read) {
  view("view", 9);
  load(2);
  EXPECT_THAT(answers, ElementsAre("view:" + view_text(2, 2, 2)))
      << "nothing is loaded again and again for a version that no reading reaches";
}

}  // namespace
}  // namespace daybook
