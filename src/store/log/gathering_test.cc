#include "src/store/log/gathering.h"

#include <gtest/gtest.h>

namespace daybook::log {
namespace {

using namespace std::chrono_literals;

TEST(Gathering, waits_for_those_that_were_just_answered) {
  Gathering gathering;
  gathering.expect(10, 3, 100us);
  EXPECT_TRUE(gathering.is_worth_it(3));
  EXPECT_EQ(gathering.wanted(), 13u);
  EXPECT_FALSE(gathering.is_worth_it(13));
}

TEST(Gathering, waits_no_longer_than_half_a_write_and_never_long) {
  Gathering gathering;
  gathering.expect(10, 0, 100us);
  EXPECT_EQ(gathering.patience(), 50us);
  gathering.expect(10, 0, 1s);
  EXPECT_EQ(gathering.patience(), 200us);
}

TEST(Gathering, lets_a_lonely_writer_go_at_once) {
  Gathering gathering;
  gathering.expect(1, 0, 100us);
  EXPECT_FALSE(gathering.is_worth_it(0));
}

TEST(Gathering, gives_up_for_a_while_when_they_do_not_come) {
  Gathering gathering;
  gathering.expect(10, 0, 100us);
  gathering.learn(2);
  gathering.expect(10, 0, 100us);
  EXPECT_FALSE(gathering.is_worth_it(2));
  for (int i = 0; i < 16; ++i) gathering.expect(10, 0, 100us);
  EXPECT_TRUE(gathering.is_worth_it(2));
}

TEST(Gathering, goes_on_when_most_of_them_came) {
  Gathering gathering;
  gathering.expect(10, 0, 100us);
  gathering.learn(6);
  gathering.expect(10, 0, 100us);
  EXPECT_TRUE(gathering.is_worth_it(6));
}

}  // namespace
}  // namespace daybook::log
