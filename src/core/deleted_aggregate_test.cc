// Commands to aggregates whose streams were deleted, truncated, or deleted for ever.
#include "src/core/testing_handler.h"

namespace daybook {
namespace {

using namespace testing_counter;
using namespace std::chrono_literals;

class DeletedAggregateTest : public HandlerTest {};

TEST_F(DeletedAggregateTest, knows_nothing_of_a_deleted_aggregate_and_lets_it_begin_again) {
  ASSERT_TRUE(get(send(one, {.by = 3, .times = 2})));
  ASSERT_TRUE(delete_stream(store.inner(), one, {}, within(10s)));
  EXPECT_EQ(view(one), "none");
  const auto again = get(send(one, {.by = 5, .max = 5}));
  ASSERT_TRUE(again) << again.error().code;
  EXPECT_EQ(again->version, Version{3}) << "versions go on";
  EXPECT_EQ(again->view, view_text(5, 3, 4));
  EXPECT_EQ(get(send(one, {.by = 1}))->view, view_text(6, 4, 5));
}

TEST_F(DeletedAggregateTest, sees_that_an_aggregate_was_deleted_and_begun_again_by_others) {
  ASSERT_TRUE(get(send(one, {.by = 3})));
  ASSERT_TRUE(delete_stream(store.inner(), one, {}, within(10s)));
  append_by_hand(one, 7);
  append_by_hand(one, 1);
  EXPECT_EQ(view(one), view_text(8, 3, 4));
  EXPECT_EQ(get(send(one, {.by = 1}))->view, view_text(9, 4, 5));
}

TEST_F(DeletedAggregateTest, decides_anew_when_the_aggregate_is_deleted_in_between) {
  ASSERT_TRUE(get(send(one, {.by = 3})));
  store.before_append([&](int number) {
    const bool is_deleted =
        number != 2 || delete_stream(store.inner(), one, {}, within(10s)).has_value();
    EXPECT_TRUE(is_deleted);
  });
  const auto answer = get(send(one, {.by = 2}));
  ASSERT_TRUE(answer) << answer.error().code;
  EXPECT_EQ(answer->view, view_text(2, 2, 3)) << "of the old one nothing is left";
}

TEST_F(DeletedAggregateTest, answers_commands_queued_behind_a_new_beginning) {
  ASSERT_TRUE(get(send(one, {.by = 3})));
  ASSERT_TRUE(delete_stream(store.inner(), one, {}, within(10s)));
  store.hold();
  auto first = send(one, {.by = 1});
  store.wait_for_held(1);
  auto second = send(one, {.by = 1});
  store.release();
  EXPECT_EQ(get(std::move(first))->version, Version{2});
  EXPECT_EQ(get(std::move(second))->version, Version{3});
  EXPECT_EQ(view(one), view_text(2, 3, 4));
}

TEST_F(DeletedAggregateTest, refuses_commands_to_a_tombstoned_aggregate) {
  ASSERT_TRUE(get(send(one)));
  ASSERT_TRUE(tombstone_stream(store.inner(), one, {}, within(10s)));
  EXPECT_EQ(view(one), "none");
  EXPECT_EQ(get(send(one)).error().code, "stream-tombstoned");
}

TEST_F(DeletedAggregateTest, folds_what_is_left_of_a_truncated_stream) {
  for (int by : {1, 10, 100}) append_by_hand(one, by);
  ASSERT_TRUE(truncate_stream(store.inner(), one, {2}, within(10s)));
  EXPECT_EQ(view(one), view_text(110, 3, 3));
}

}  // namespace
}  // namespace daybook
