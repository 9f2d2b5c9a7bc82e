#include "src/cli/measure.h"

#include <gtest/gtest.h>

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

TEST(Latencies, are_right_within_one_percent) {
  Latencies latencies;
  for (int us = 1; us <= 100'000; ++us) latencies.add(std::chrono::microseconds(us));
  EXPECT_EQ(latencies.count(), 100'000u);
  EXPECT_NEAR(latencies.us(0.50), 50'000, 500);
  EXPECT_NEAR(latencies.us(0.99), 99'000, 990);
  EXPECT_NEAR(latencies.us(1), 100'000, 1'000);
}

TEST(Latencies, count_small_times_exactly) {
  Latencies latencies;
  for (const auto took : {1ns, 100ns, 255ns}) latencies.add(took);
  EXPECT_DOUBLE_EQ(latencies.us(0), 0.001);
  EXPECT_DOUBLE_EQ(latencies.us(0.5), 0.1);
  EXPECT_DOUBLE_EQ(latencies.us(1), 0.255);
}

TEST(Latencies, of_several_threads_are_added) {
  Latencies all, some;
  all.add(10us);
  some.add(1h);
  all.add(some);
  EXPECT_EQ(all.count(), 2u);
  EXPECT_NEAR(all.us(0), 10, 0.1);
  EXPECT_NEAR(all.us(1), 3'600e6, 36e6);
}

TEST(Latencies, are_0_when_there_are_none) { EXPECT_EQ(Latencies().us(0.5), 0); }

}  // namespace
}  // namespace daybook::cli
