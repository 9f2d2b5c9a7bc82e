#include "daybook/snapshot.h"

#include <atomic>

#include "src/core/testing_handler.h"

namespace daybook {
namespace {

using namespace testing_counter;

// Keeps snapshots in memory, or fails to.
class TestSnapshots final : public SnapshotStore {
 public:
  std::expected<void, Error> save(std::string_view stream, std::string_view fingerprint,
                                  const Snapshot& snapshot) override {
    ++saves;
    if (is_full) return std::unexpected(fault("disk-full", "no space"));
    return inner_->save(stream, fingerprint, snapshot);
  }
  std::optional<Snapshot> load(std::string_view stream, std::string_view fingerprint) override {
    return inner_->load(stream, fingerprint);
  }
  std::atomic<int> saves{0};
  std::atomic<bool> is_full{false};

 private:
  std::unique_ptr<SnapshotStore> inner_ = open_memory_snapshots();
};

class SnapshotTest : public HandlerTest {
 protected:
  SnapshotTest() {
    options.snapshots = &snapshots;
    options.snapshot_every = 10;
  }
  std::optional<Snapshot> kept() {
    return snapshots.load(one.text(), model.snapshot_fingerprint());
  }
  // Events that count by one, without the handler.
  void append(int times) {
    const std::vector<NewEvent> events(static_cast<std::size_t>(times), counted(1));
    auto done = store.inner().append({.streams = {{one, ExpectedVersion::any(), events}}},
                                     within(std::chrono::seconds(10)));
    ASSERT_TRUE(done);
  }
  // A snapshot that tells itself from the stream by a total of 1000.
  Snapshot marked(std::uint64_t version) {
    const auto page = events_of(one);
    const RecordedEvent& event = page.events.at(version - 1);
    return {event.version, event.position, event.id,
            R"({"state":{"total":1000},"view":{"total":1000,"version":1,"position":1}})"};
  }
  void keep(const Snapshot& snapshot) {
    ASSERT_TRUE(snapshots.save(one.text(), model.snapshot_fingerprint(), snapshot));
  }
  std::string total_after_one_more() {
    const auto answer = get(send(one));
    return answer ? answer->view.substr(0, answer->view.find(',')) : answer.error().code;
  }

  TestSnapshots snapshots;
};

TEST_F(SnapshotTest, is_saved_once_there_are_enough_events) {
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(get(send(one)));
  forget_handler();  // waits for what is under way
  EXPECT_EQ(snapshots.saves, 0);
  for (int i = 0; i < 25; ++i) ASSERT_TRUE(get(send(one)));
  forget_handler();
  EXPECT_GE(snapshots.saves, 1);  // one that is slow may save for the next as well
  EXPECT_GE(kept()->version, Version{10});
}

TEST_F(SnapshotTest, is_saved_of_a_long_stream_that_was_read) {
  append(25);
  EXPECT_EQ(total_after_one_more(), R"({"total":26)");
  forget_handler();
  EXPECT_EQ(snapshots.saves, 1);
  EXPECT_EQ(kept()->version, Version{25});
  EXPECT_EQ(kept()->event_id, events_of(one).events.at(24).id);
}

TEST_F(SnapshotTest, spares_reading_what_lies_before_it) {
  append(25);
  keep(marked(20));
  EXPECT_EQ(total_after_one_more(), R"({"total":1006)");
}

TEST_F(SnapshotTest, is_left_out_when_it_is_of_another_log) {
  append(25);
  Snapshot foreign = marked(20);
  foreign.event_id.bytes[0] ^= 1;
  keep(foreign);
  EXPECT_EQ(total_after_one_more(), R"({"total":26)");
}

TEST_F(SnapshotTest, is_left_out_when_the_stream_was_deleted_since) {
  append(25);
  keep(marked(20));
  ASSERT_TRUE(delete_stream(store.inner(), one, {}, within(std::chrono::seconds(10))));
  append(3);
  EXPECT_EQ(total_after_one_more(), R"({"total":4)");
}

TEST_F(SnapshotTest, is_left_out_when_the_stream_is_shorter) {
  append(5);
  Snapshot beyond = marked(5);
  beyond.version = {50};
  keep(beyond);
  EXPECT_EQ(total_after_one_more(), R"({"total":6)");
}

TEST_F(SnapshotTest, is_left_out_when_its_schema_is_another_and_made_anew) {
  append(25);
  ASSERT_TRUE(snapshots.save(one.text(), "another", marked(20)));
  EXPECT_EQ(total_after_one_more(), R"({"total":26)");
  forget_handler();
  EXPECT_EQ(kept()->version, Version{25});
}

TEST_F(SnapshotTest, is_left_out_when_it_cannot_be_read) {
  append(5);
  for (const char* data : {"", "{", "[]", "{}", R"({"state":{},"view":{}})",
                           R"({"state":{"total":"many"},"view":{"total":1}})"}) {
    Snapshot broken = marked(5);
    broken.data = data;
    keep(broken);
    EXPECT_EQ(handler().view_at(one, {}, within(std::chrono::seconds(10))).value()->view,
              view_text(5, 5, 5))
        << data;
  }
}

TEST_F(SnapshotTest, helps_to_see_later_points_and_no_earlier_ones) {
  append(25);
  keep(marked(20));
  const auto total_at = [&](ViewPoint point) {
    const auto view = handler().view_at(one, point, within(std::chrono::seconds(10)));
    return !view ? view.error().code : *view ? (*view)->view.substr(9, 4) : "none";
  };
  EXPECT_EQ(total_at({.version = Version{22}}), "1002");
  EXPECT_EQ(total_at({.version = Version{20}}), "1000");
  EXPECT_EQ(total_at({.version = Version{19}}), "19,\"");
  EXPECT_EQ(total_at({.version = Version{26}}), "none");
  EXPECT_EQ(total_at({.time = events_of(one).events.front().recorded_at - Time::duration(1)}),
            "none");
}

TEST_F(SnapshotTest, holds_what_is_durable_however_many_commands_are_under_way) {
  options.snapshot_every = 3;
  std::vector<std::future<Result>> answers;
  for (int i = 0; i < 500; ++i) answers.push_back(send(one));
  for (auto& answer : answers) ASSERT_TRUE(get(std::move(answer)));
  forget_handler();
  ASSERT_TRUE(kept());
  const auto restored = model.read_snapshot(kept()->data);
  std::string view;
  JsonWriter writer(view);
  model.write_view(**restored, writer);
  const std::uint64_t version = kept()->version.value;
  EXPECT_EQ(view, view_text(static_cast<std::int64_t>(version), version, version));
  EXPECT_TRUE(kept()->data.starts_with(R"({"state":{"total":)" + std::to_string(version) + "}"))
      << kept()->data;
}

TEST_F(SnapshotTest, harms_no_command_when_it_cannot_be_saved) {
  std::atomic<int> reports{0};
  options.report = [&](const Error& error) { reports += error.code == "disk-full"; };
  snapshots.is_full = true;
  for (int i = 0; i < 25; ++i) ASSERT_TRUE(get(send(one)));
  forget_handler();
  EXPECT_EQ(reports, snapshots.saves);
  EXPECT_GE(reports, 2);
}

TEST_F(SnapshotTest, is_never_made_when_that_is_wished) {
  options.snapshot_every = 0;
  append(25);
  ASSERT_TRUE(get(send(one)));
  forget_handler();
  EXPECT_EQ(snapshots.saves, 0);
}

std::string fingerprint(const Context& context) { return Model(context).snapshot_fingerprint(); }

TEST(SnapshotFingerprint, changes_with_whatever_a_snapshot_rests_on) {
  const std::string now = fingerprint(context());
  EXPECT_EQ(fingerprint(context()), now);
  Context changed = context();
  changed.events.front() = in_version(2, changed.events.front());
  EXPECT_NE(fingerprint(changed), now);
  changed = context();
  changed.states.front() = state("Counter", field("sum", &Counter::total));
  EXPECT_NE(fingerprint(changed), now);
  changed = context();
  changed.upcasters = {renamed("Tallied", "Counted")};
  EXPECT_NE(fingerprint(changed), now);
  EXPECT_NE(fingerprint_of(context(), context().states[0], context().states[1], 2), now);
  changed = context();
  changed.states.pop_back();
  EXPECT_EQ(fingerprint(changed), "") << "no table of the view, no snapshots";
}

class CacheBytesTest : public HandlerTest {};

TEST_F(CacheBytesTest, forgets_what_was_used_longest_ago_when_memory_is_short) {
  const std::size_t each = model.held_bytes(*model.create());
  options.aggregates_bytes_max = 4 * each;  // and what the handler itself needs: fewer than four
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(get(send(StreamId("counter", std::to_string(i)))));
  EXPECT_EQ(store.reads(), 0);
  ASSERT_TRUE(get(send(StreamId("counter", "19"))));
  EXPECT_EQ(store.reads(), 0) << "used last";
  ASSERT_TRUE(get(send(StreamId("counter", "0"))));
  EXPECT_EQ(store.reads(), 1);
}

TEST_F(CacheBytesTest, keeps_the_one_in_use_however_large_it_is) {
  options.aggregates_bytes_max = 1;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(get(send(one)));
  EXPECT_EQ(store.reads(), 0);
}

TEST_F(CacheBytesTest, keeps_many_that_fit) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(get(send(StreamId("counter", std::to_string(i)))));
  }
  EXPECT_EQ(store.reads(), 0);
}

}  // namespace
}  // namespace daybook
