#include "src/server/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>

namespace daybook::server {
namespace {

TEST(WorkerPool, does_all_that_it_has_taken_before_it_ends) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool({.threads = 3});
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.run([&] { ++done; }));
  }
  EXPECT_EQ(done, 100);
}

TEST(WorkerPool, refuses_what_does_not_fit) {
  std::latch begun(1), release(1);
  WorkerPool pool({.threads = 1, .waiting_max = 2});
  ASSERT_TRUE(pool.run([&] {
    begun.count_down();
    release.wait();
  }));
  begun.wait();
  EXPECT_TRUE(pool.run([] {}));
  EXPECT_TRUE(pool.run([] {}));
  EXPECT_FALSE(pool.run([] {}));
  release.count_down();
}

TEST(WorkerPool, survives_work_that_throws) {
  std::atomic<bool> done = false;
  {
    WorkerPool pool({.threads = 1});
    pool.run([] { throw std::runtime_error("out of luck"); });
    pool.run([&] { done = true; });
  }
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace daybook::server
