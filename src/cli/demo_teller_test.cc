#include "src/cli/demo_teller.h"

#include <gtest/gtest.h>

namespace daybook::cli {
namespace {

TEST(DemoTeller, puts_the_id_wherever_it_belongs) {
  EXPECT_EQ(with_id("/orders/{id}/ship", "o1"), "/orders/o1/ship");
  EXPECT_EQ(with_id("{id}{id}", "x"), "xx");
  EXPECT_EQ(with_id("/orders", "o1"), "/orders");
  EXPECT_EQ(with_id("{id}", "{id}"), "{id}");
}

TEST(DemoRandom, makes_the_same_choices_from_the_same_seed) {
  DemoRandom one(7);
  DemoRandom other(7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.number(0, 1'000'000), other.number(0, 1'000'000));
}

TEST(DemoRandom, stays_within_its_bounds) {
  DemoRandom random(1);
  for (int i = 0; i < 1'000; ++i) {
    const auto number = random.number(-3, 3);
    EXPECT_TRUE(number >= -3 && number <= 3);
    const auto around = random.around(100);
    EXPECT_TRUE(around >= 6 && around <= 1'600) << around;
  }
  EXPECT_GE(random.around(0), 1);
}

}  // namespace
}  // namespace daybook::cli
