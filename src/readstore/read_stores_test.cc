#include "daybook/read_stores.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace daybook {
namespace {

void expect_refused(std::string_view url, std::string_view code) {
  auto store = open_read_store(url);
  ASSERT_FALSE(store) << url;
  EXPECT_EQ(store.error().kind, ErrorKind::refusal);
  EXPECT_EQ(store.error().code, code) << url;
}

void expect_works(std::string_view url) {
  auto store = open_read_store(url);
  ASSERT_TRUE(store) << store.error().detail;
  const auto state = (*store)->open({.name = "p"});
  ASSERT_TRUE(state) << state.error().detail;
  EXPECT_EQ(state->live, Position{0});
}

TEST(OpenReadStore, opens_a_store_in_memory) { expect_works("memory:"); }

TEST(OpenReadStore, opens_an_sqlite_database) {
  std::string directory = (std::filesystem::temp_directory_path() / "stores_test_XXXXXX").string();
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  expect_works("sqlite:" + directory + "/read.db");
  EXPECT_TRUE(std::filesystem::is_regular_file(directory + "/read.db"));
  std::filesystem::remove_all(directory);
}

TEST(OpenReadStore, names_the_known_kinds_when_asked_for_another) {
  for (const char* url : {"", "memory", "./read.db", "postgres://localhost/x", "SQLITE:x", ":"}) {
    expect_refused(url, "unknown-read-store");
  }
  const std::string detail = open_read_store("redis:x").error().detail;
  EXPECT_NE(detail.find("memory:"), detail.npos) << detail;
  EXPECT_NE(detail.find("sqlite:PATH"), detail.npos) << detail;
}

TEST(OpenReadStore, says_what_is_wrong_after_the_colon) {
  expect_refused("memory:x", "invalid-read-store-url");
  expect_refused("sqlite:", "invalid-read-store-url");
  expect_refused(std::string_view("sqlite:a\0b", 10), "invalid-read-store-url");
}

}  // namespace
}  // namespace daybook
