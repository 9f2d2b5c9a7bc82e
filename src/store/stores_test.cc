#include "daybook/stores.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace daybook {
namespace {

using namespace std::chrono_literals;

void expect_refused(std::string_view url, std::string_view code) {
  auto store = open_store(url);
  ASSERT_FALSE(store) << url;
  EXPECT_EQ(store.error().kind, ErrorKind::refusal);
  EXPECT_EQ(store.error().blame, Blame::input);
  EXPECT_EQ(store.error().code, code) << url;
}

void expect_works(std::string_view url) {
  auto store = open_store(url);
  ASSERT_TRUE(store) << store.error().detail;
  auto appended = (*store)->append({.streams = {{StreamId("a", "1"), {}, {{.type = "Happened"}}}}},
                                   within(20s));
  ASSERT_TRUE(appended) << appended.error().detail;
  EXPECT_EQ(appended->position, Position{1});
}

TEST(OpenStore, opens_a_store_in_memory) { expect_works("memory:"); }

TEST(OpenStore, opens_a_log_in_a_directory) {
  std::string directory = (std::filesystem::temp_directory_path() / "stores_test_XXXXXX").string();
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  expect_works("log:" + directory + "/log");
  EXPECT_TRUE(std::filesystem::is_directory(directory + "/log"));
  std::filesystem::remove_all(directory);
}

TEST(OpenStore, names_the_known_kinds_when_asked_for_another) {
  for (const char* url : {"", "memory", "./data", "postgres://localhost/x", "LOG:x", ":"}) {
    expect_refused(url, "unknown-store");
  }
  const std::string detail = open_store("redis:x").error().detail;
  EXPECT_NE(detail.find("memory:"), detail.npos) << detail;
  EXPECT_NE(detail.find("log:PATH"), detail.npos) << detail;
}

TEST(OpenStore, says_what_is_wrong_after_the_colon) {
  expect_refused("memory:x", "invalid-store-url");
  expect_refused("log:", "invalid-store-url");
  expect_refused(std::string_view("log:a\0b", 7), "invalid-store-url");
}

}  // namespace
}  // namespace daybook
