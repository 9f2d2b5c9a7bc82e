// Looking after a log with the real program: exports, backups, and what to do for a damaged one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "daybook/json.h"
#include "tests/contract/temporary_directory.h"
#include "tests/crash/program.h"

namespace daybook::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string member(const std::string& line, std::string_view name) {
  const auto parsed = parse_json(line);
  const Json* value = parsed ? parsed->find(name) : nullptr;
  return value == nullptr ? "" : value->text;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void expect_failure(const Ran& ran, int exit_code, const std::string& words) {
  EXPECT_EQ(ran.exit_code, exit_code) << ran.err;
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_THAT(ran.err, HasSubstr(words));
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << "more than a line: " << ran.err;
}

class Integrity : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return (directory_.path() / name).string(); }
  std::string store(const std::string& name) const { return "log:" + path(name); }

  void append(const std::string& stream, const std::string& data) const {
    const Ran ran =
        run({"append", stream, "--type", "Made", "--data", data, "--store", store("log")});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  void append_some() const {
    append("a-1", R"({"n":1.50, "t":"Zoë"})");
    append("b-1", "{\n  \"spans\": \"lines\"\n}");
    append("a-1", "[3]");
  }
  std::string exported(const std::string& name) const {
    const Ran ran = run({"export", "--store", store(name)});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out;
  }
  void damage(const std::string& name, const std::string& text) const {
    for (const auto& entry : std::filesystem::directory_iterator(path(name))) {
      std::string bytes = bytes_of(entry.path());
      const auto at = bytes.find(text);
      if (at == bytes.npos) continue;
      bytes[at] ^= 1;
      std::ofstream(entry.path(), std::ios::binary) << bytes;
    }
  }

  const TemporaryDirectory directory_;
};

TEST_F(Integrity, exports_and_imports_the_same_lines) {
  append_some();
  const Ran to_file = run({"export", path("events"), "--store", store("log"), "--json"});
  EXPECT_EQ(to_file.exit_code, 0) << to_file.err;
  EXPECT_EQ(member(to_file.err, "events"), "3");
  const std::string text = exported("log");
  EXPECT_EQ(bytes_of(path("events")), text);
  EXPECT_EQ(std::ranges::count(text, '\n'), 3);
  const Ran from_file = run({"import", path("events"), "--store", store("copy"), "--json"});
  EXPECT_EQ(from_file.exit_code, 0) << from_file.err;
  EXPECT_EQ(member(from_file.out, "events"), "3");
  EXPECT_EQ(exported("copy"), text);
  const Ran again = run({"import", "-", "--store", store("copy"), "--json"}, text);
  EXPECT_EQ(member(again.out, "skipped"), "3") << again.err;
  EXPECT_EQ(member(again.out, "events"), "0");
  EXPECT_EQ(exported("copy"), text);
}

TEST_F(Integrity, imports_nothing_that_is_no_export) {
  append_some();
  const std::string text = exported("log");
  const auto import = [&](const std::string& input) {
    return run({"import", "--store", store("copy")}, input);
  };
  expect_failure(import("hello\n"), 2, "line 1: ");
  expect_failure(import(text + text.substr(0, 40)), 2, "line 4: ");
  expect_failure(import(std::string(1000, '[')), 2, "line 1: ");
  expect_failure(run({"import", path("nothing"), "--store", store("copy")}), 1, "nothing");
  expect_failure(run({"import", directory_.path(), "--store", store("copy")}), 1, "directory");
  EXPECT_EQ(exported("copy"), text) << "what came before the bad line is there";
}

TEST_F(Integrity, an_export_that_cannot_be_written_leaves_no_file) {
  append_some();
  expect_failure(run({"export", path("no/where"), "--store", store("log")}), 1, "no/where");
  expect_failure(run({"export", "/dev/full", "--store", store("log")}), 1, "/dev/full");
}

TEST_F(Integrity, backs_up_beside_a_server_and_restores) {
  ServerProgram server(path("data"));
  run({"demo", "--url", server.url(), "--scale", "200", "--contexts", "accounts"});
  const Ran first = run({"backup", path("copy"), "--store", store("data/log"), "--json"});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(member(first.out, "position"), "200");
  run({"demo", "--url", server.url(), "--scale", "50", "--contexts", "accounts"});
  const Ran second = run({"backup", path("copy"), "--store", store("data/log"), "--json"});
  EXPECT_EQ(member(second.out, "position"), "250") << second.err;
  EXPECT_EQ(exported("copy"), exported("data/log"));
  EXPECT_EQ(run({"verify", "--store", store("copy")}).exit_code, 0);
  const Ran restored = run({"restore", path("copy"), path("then"), "--to", "100", "--json"});
  EXPECT_EQ(restored.exit_code, 0) << restored.err;
  const std::string text = exported("then");
  EXPECT_EQ(text, exported("copy").substr(0, text.size()));
  EXPECT_LE(std::ranges::count(text, '\n'), 100);
  expect_failure(run({"restore", path("copy"), path("then")}), 1, "holds a log already");
}

TEST_F(Integrity, a_backup_that_was_killed_is_continued) {
  append_some();
  const Words words = {"backup", path("copy"), "--store", store("log")};
  for (int i = 0; i < 20; ++i) {
    std::filesystem::remove_all(path("copy"));
    Program backup(words);
    // Later each time: the directory is looked at until it is there, and then some more.
    for (int looks = 0; looks < 40 * i; ++looks) (void)std::filesystem::exists(path("copy/LOCK"));
    backup.signal(SIGKILL);
    (void)backup.end();
    const Ran read = run({"read", "--all", "--store", store("copy")});
    if (read.exit_code == 0) {
      EXPECT_EQ(std::ranges::count(read.out, '\n'), 3);
    }
    const Ran again = run(words);
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(exported("copy"), exported("log"));
  }
}

TEST_F(Integrity, salvages_what_is_readable_and_reports_the_rest) {
  append("a-1", R"({"n":"first"})");
  append("a-1", R"({"n":"broken"})");
  append("b-1", R"({"n":"other"})");
  append("a-1", R"({"n":"behind"})");
  damage("log", "broken");
  const Ran ran = run({"salvage", path("log"), path("new"), "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(member(ran.out.substr(0, ran.out.find('\n')), "firstLost"), "2");
  EXPECT_THAT(ran.out, HasSubstr(R"({"stream":"a-1","soundUntil":1,"eventsAside":1)"));
  EXPECT_THAT(ran.out, HasSubstr(R"("events":3,"commits":3,"lost":1,"aside":1)"));
  EXPECT_EQ(run({"verify", "--store", store("new")}).exit_code, 0);
  const std::string text = run({"read", "--all", "--store", store("new")}).out;
  EXPECT_THAT(text, HasSubstr("b-1@1"));
  EXPECT_THAT(text, HasSubstr("$salvaged-a-1@1"));
  EXPECT_THAT(text, HasSubstr("$EventLost"));
  expect_failure(run({"salvage", path("log"), path("new")}), 1, "not empty");
  expect_failure(run({"salvage", path("nothing"), path("third")}), 1, "nothing");
}

TEST_F(Integrity, indexes_again) {
  append_some();
  const Ran ran = run({"reindex", "--store", store("log"), "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(run({"verify", "--store", store("log")}).exit_code, 0);
  expect_failure(run({"reindex", "--store", "memory:"}), 2, "only a log");
  expect_failure(run({"backup", path("copy"), "--store", "memory:"}), 2, "only a log");
}

TEST_F(Integrity, refuses_what_is_asked_wrongly) {
  for (const Words& words :
       {Words{"backup"}, Words{"restore", "a"}, Words{"salvage", "a"},
        Words{"restore", "a", "b", "--to", "-1"}, Words{"restore", "a", "b", "--to", "many"}}) {
    expect_failure(run(words), 2, "daybook: ");
  }
}

}  // namespace
}  // namespace daybook::testing
