// The golden test kit finds what it is for.
#include "daybook/testing_golden.h"

#include <gtest/gtest-spi.h>

#include <fstream>

#include "tests/contract/temporary_directory.h"

namespace daybook::testing {
namespace {

struct Paid {
  std::string note;
  bool operator==(const Paid&) const = default;
};
struct Purse {
  static constexpr std::string_view category = "purse";
  using Event = std::variant<Paid>;
  using Command = std::variant<std::monostate>;
};

// Version 1 called the note a memo, and before that paying was called spending.
Context context() {
  return {.name = "purses",
          .events = {in_version(2, event("Paid", field("note", &Paid::note)))},
          .upcasters = {renamed("Spent", "Paid"), upcast("Paid", 1, [](Json data) {
                          if (auto memo = take_member(data, "memo")) {
                            set_member(data, "note", std::move(*memo));
                          }
                          return data;
                        })}};
}

class GoldenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    write("Spent.json", R"({"memo":"tea"})");
    write("Paid.json", R"({"memo":"tea"})");
    write("Paid.v2.json", R"({"note":"tea"})");
  }
  void write(const std::string& file, const std::string& data) {
    std::ofstream(folder.path() / file, std::ios::binary) << data << '\n';
  }
  void expect() { expect_golden<Purse>(context(), folder.path(), examples); }

  const TemporaryDirectory folder;
  std::vector<Golden<Purse>> examples{
      {"Spent.json", Paid{"tea"}}, {"Paid.json", Paid{"tea"}}, {"Paid.v2.json", Paid{"tea"}}};
};

TEST_F(GoldenTest, is_content_when_every_form_has_a_file) { expect(); }

TEST_F(GoldenTest, reads_the_type_and_the_version_from_a_file_name) {
  EXPECT_EQ(golden_form("Paid.json").version, 1u);
  EXPECT_EQ(golden_form("Paid.v12.json").version, 12u);
  EXPECT_EQ(golden_form("Paid.v2.largest.json").type, "Paid");
  EXPECT_EQ(golden_form("Paid.v2.largest.json").version, 2u);
  EXPECT_EQ(golden_form("Paid.very_large.json").version, 1u);
}

TEST_F(GoldenTest, finds_an_event_that_is_written_otherwise_than_before) {
  write("Paid.v2.json", R"({"note":"tea" })");
  EXPECT_NONFATAL_FAILURE(expect(), "written.data");
}

TEST_F(GoldenTest, finds_an_old_event_that_is_read_otherwise_than_before) {
  write("Paid.json", R"({"memo":"coffee"})");
  EXPECT_NONFATAL_FAILURE(expect(), "read as another event");
}

TEST_F(GoldenTest, finds_an_old_event_that_cannot_be_read_any_more) {
  write("Paid.json", R"({"remark":"tea"})");
  EXPECT_NONFATAL_FAILURE(expect(), "Paid in version 1");
}

TEST_F(GoldenTest, misses_the_file_of_an_old_form) {
  examples.erase(examples.begin());
  std::filesystem::remove(folder.path() / "Spent.json");
  EXPECT_NONFATAL_FAILURE(expect(), "Spent in version 1 has no golden file");
}

TEST_F(GoldenTest, finds_a_file_that_no_test_reads) {
  write("Paid.v2.large.json", R"({"note":"tea"})");
  EXPECT_NONFATAL_FAILURE(expect(), "no test reads Paid.v2.large.json");
}

TEST_F(GoldenTest, finds_a_file_of_a_type_that_nobody_knows) {
  write("Lost.json", "{}");
  EXPECT_NONFATAL_FAILURE(expect(), "Lost.json is of a type");
}

}  // namespace
}  // namespace daybook::testing
