// The verbs about what is kept of a stream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "daybook/stores.h"
#include "tests/contract/temporary_directory.h"
#include "tests/crash/program.h"

namespace daybook::testing {
namespace {

using ::testing::HasSubstr;

class RetentionVerbs : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 5; ++i) {
      ASSERT_EQ(run_on_store({"append", "cart-1", "--type", "Happened"}).exit_code, 0);
    }
  }
  Ran run_on_store(Words words) const {
    words.insert(words.end(), {"--store", store_});
    return run(words, "");
  }
  std::ptrdiff_t shown() const {
    const Ran ran = run_on_store({"read", "cart-1"});
    return std::ranges::count(ran.out, '\n');
  }

 private:
  TemporaryDirectory directory_;
  const std::string store_ = "log:" + (directory_.path() / "log").string();
};

TEST_F(RetentionVerbs, retain_says_what_is_kept_and_leaves_what_is_not_named) {
  EXPECT_EQ(run_on_store({"retain", "cart-1"}).out, "cart-1 keeps its events\n");
  EXPECT_EQ(run_on_store({"retain", "cart-1", "--max-count", "3"}).out,
            "cart-1 keeps its newest 3 events\n");
  EXPECT_EQ(shown(), 3);
  EXPECT_EQ(
      run_on_store({"retain", "cart-1", "--max-age", "12h", "--json"}).out,
      "{\"stream\":\"cart-1\",\"maxAgeSeconds\":43200,\"maxCount\":3,\"tombstoned\":false}\n");
  EXPECT_EQ(run_on_store({"retain", "cart-1", "--before", "5", "--clear"}).out,
            "cart-1 keeps its events from version 5 on\n");
  EXPECT_EQ(shown(), 1);
}

TEST_F(RetentionVerbs, retain_refuses_what_cannot_be) {
  for (const char* age : {"12", "h", "0s", "1w", "-1d", "99999999999d"}) {
    EXPECT_EQ(run_on_store({"retain", "cart-1", "--max-age", age}).exit_code, 2) << age;
  }
  EXPECT_EQ(run_on_store({"retain", "cart-1", "--max-count", "0"}).exit_code, 2);
  const Ran beyond = run_on_store({"retain", "cart-1", "--before", "7"});
  EXPECT_EQ(beyond.exit_code, 1);
  EXPECT_THAT(beyond.err, HasSubstr("ends at version 5"));
}

TEST_F(RetentionVerbs, delete_lets_a_stream_begin_again_unless_for_ever) {
  EXPECT_EQ(run_on_store({"delete", "cart-1", "--expected", "4"}).exit_code, 1);
  EXPECT_EQ(run_on_store({"delete", "cart-1", "--expected", "5"}).out, "cart-1 is deleted\n");
  EXPECT_EQ(shown(), 0);
  EXPECT_EQ(run_on_store({"delete", "cart-1"}).exit_code, 1) << "there is none";
  const Ran again = run_on_store({"append", "cart-1", "--type", "A", "--expected", "none"});
  EXPECT_THAT(again.out, HasSubstr("version 6"));
  EXPECT_EQ(run_on_store({"delete", "cart-1", "--tombstone"}).out, "cart-1 is deleted for ever\n");
  EXPECT_EQ(run_on_store({"append", "cart-1", "--type", "A"}).exit_code, 1);
  EXPECT_EQ(run_on_store({"retain", "cart-1"}).out, "cart-1 was deleted for ever\n");
}

}  // namespace
}  // namespace daybook::testing
