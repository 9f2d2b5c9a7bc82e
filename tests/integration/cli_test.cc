// The verbs beside `serve`.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

class CommandLine : public ::testing::Test {
 protected:
  Ran run(std::vector<std::string> words) {
    words.insert(words.end(), {"--store", "log:" + directory.path("log")});
    return run_daybook(std::move(words));
  }
  static std::size_t lines_of(const std::string& text) { return std::ranges::count(text, '\n'); }

  TemporaryDirectory directory;
};

TEST_F(CommandLine, appends_and_reads_back) {
  EXPECT_EQ(run({"append", "note-1", "--type", "A", "--data", R"({"a":1})", "--json"}).output,
            "{\"appended\":1,\"version\":1,\"position\":1}\n");
  EXPECT_EQ(run({"append", "note-1", "--type", "B", "--expected", "1"}).code, 0);
  const Ran stale = run({"append", "note-1", "--type", "C", "--expected", "1"});
  EXPECT_EQ(stale.code, 1);
  EXPECT_TRUE(stale.errors.contains("version 2")) << stale.errors;
  EXPECT_EQ(run({"append", "note-1", "--type", "C", "--expected", "none"}).code, 1);
  EXPECT_EQ(run({"append", "note-1", "--type", "C", "--data", "{"}).code, 2);
  EXPECT_EQ(run({"append", "$system", "--type", "C"}).code, 2);

  const Ran all = run({"read", "--all", "--json"});
  EXPECT_EQ(all.code, 0);
  EXPECT_EQ(lines_of(all.output), 2u);
  EXPECT_TRUE(all.output.contains(R"("data":{"a":1})"));
  EXPECT_EQ(lines_of(run({"read", "note-1", "--from", "1"}).output), 1u);
  EXPECT_EQ(lines_of(run({"read", "note-1", "--type", "B"}).output), 1u);
  EXPECT_EQ(lines_of(run({"read", "--all", "--category", "other"}).output), 0u);
  EXPECT_TRUE(run({"read", "--all", "--backward", "--limit", "1"}).output.contains(" B "));
  EXPECT_TRUE(run({"streams"}).output.contains("note-1"));
  EXPECT_TRUE(run({"streams", "--json"}).output.contains(R"("version":2)"));
}

TEST_F(CommandLine, holds_appends_by_hand_to_the_schemas_of_a_context) {
  const Ran refused = run({"append", "account-1", "--type", "Mystery"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(refused.errors.contains("Mystery")) << refused.errors;
}

TEST_F(CommandLine, prints_one_line_for_each_event_whatever_its_data_look_like) {
  ASSERT_EQ(run({"append", "note-1", "--type", "A", "--data", "{\n\"a\":\n1}"}).code, 0);
  EXPECT_EQ(lines_of(run({"read", "--all", "--json"}).output), 1u);
  EXPECT_EQ(lines_of(run({"read", "--all"}).output), 1u);
}

TEST_F(CommandLine, verifies_a_log_and_finds_what_is_damaged) {
  ASSERT_EQ(run({"append", "note-1", "--type", "A", "--data", R"({"a":"xyzxyzxyz"})"}).code, 0);
  ASSERT_EQ(run({"append", "note-1", "--type", "B"}).code, 0);
  EXPECT_EQ(run({"verify"}).code, 0);
  // One byte of what was recorded, changed by hand.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path("log"))) {
    if (!entry.is_regular_file()) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const std::size_t at = bytes.find("xyzxyzxyz");
    if (at == bytes.npos) continue;
    file.clear();
    file.seekp(static_cast<std::streamoff>(at));
    file.put('!');
  }
  const Ran damaged = run({"verify", "--json"});
  EXPECT_EQ(damaged.code, 1);
  const auto first = parse_json(damaged.output.substr(0, damaged.output.find('\n')));
  ASSERT_TRUE(first) << damaged.output;
  EXPECT_FALSE(first->find("file")->text.empty());
  EXPECT_NE(first->find("offset"), nullptr);
  EXPECT_EQ(first->find("position")->text, "1");
}

TEST_F(CommandLine, reads_beside_a_running_server_and_follows_it) {
  const Server server;
  server.post("/api/streams/note-1/events", R"({"type":"A","data":1})");
  Process tail({DAYBOOK_BINARY, "tail", "--json", "--store", server.log_url()});
  ASSERT_TRUE(tail.read_line().value_or("").contains(R"("type":"A")"));
  server.post("/api/streams/note-1/events", R"({"type":"B","data":1})");
  EXPECT_TRUE(tail.read_line().value_or("").contains(R"("type":"B")"));
  EXPECT_EQ(lines_of(run_daybook({"read", "--all", "--store", server.log_url()}).output), 2u);
  EXPECT_EQ(run_daybook({"verify", "--store", server.log_url()}).code, 0);
  const Ran append = run_daybook({"append", "a-1", "--type", "T", "--store", server.log_url()});
  EXPECT_EQ(append.code, 1);
  EXPECT_TRUE(append.errors.contains("in use")) << append.errors;
}

TEST_F(CommandLine, ends_quietly_when_nobody_reads_on) {
  const Server server;
  ASSERT_EQ(run_daybook({"demo", "--url", server.url(), "--scale", "2000"}).code, 0);
  const std::string command =
      std::string(DAYBOOK_BINARY) + " read --all --store " + server.log_url() + " | head -n 1";
  Process shell({"/bin/sh", "-c", command});
  ASSERT_TRUE(shell.wait());
  EXPECT_EQ(shell.errors(), "");
  EXPECT_EQ(lines_of(shell.output()), 1u);
}

TEST_F(CommandLine, says_that_there_is_no_log) {
  const Ran ran = run({"read", "--all"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(lines_of(ran.errors), 1u);
  EXPECT_FALSE(std::filesystem::exists(directory.path("log")));
}

TEST_F(CommandLine, fills_a_server_with_a_demo_and_accounts_for_all_of_it) {
  const Server server;
  const Ran demo = run_daybook({"demo", "--url", server.url(), "--scale", "500", "--json",
                                "--ledger", directory.path("ledger")});
  EXPECT_EQ(demo.code, 0) << demo.errors;
  const auto summary = parse_json(demo.output);
  ASSERT_TRUE(summary) << demo.output;
  EXPECT_EQ(summary->find("events")->text, "500");
  std::ifstream ledger(directory.path("ledger"));
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(ledger), {}, '\n'), 500);
  EXPECT_EQ(server.get("/api/events?limit=1").header("daybook-head"), "500");
}

TEST_F(CommandLine, ends_a_demo_whose_server_is_not_there) {
  const Ran demo = run_daybook({"demo", "--url", "http://127.0.0.1:1", "--scale", "10"});
  EXPECT_EQ(demo.code, 1);
  EXPECT_EQ(lines_of(demo.errors), 1u) << demo.errors;
}

TEST_F(CommandLine, measures_appends_and_leaves_nothing_behind) {
  const Ran bench = run_daybook({"bench", "append", "--writers", "4", "--seconds", "0.2",
                                 "--streams", "100", "--json", "--data", directory.path("bench")});
  EXPECT_EQ(bench.code, 0) << bench.errors;
  const auto json = parse_json(bench.output);
  ASSERT_TRUE(json) << bench.output;
  for (const char* member :
       {"events", "events_per_s", "p50_us", "p99_us", "cpu_us_per_event", "writers"}) {
    EXPECT_NE(json->find(member), nullptr) << member;
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path("bench")));
}

TEST_F(CommandLine, explains_itself) {
  const Ran help = run_daybook({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* verb :
       {"serve", "append", "read", "tail", "streams", "verify", "demo", "bench"}) {
    EXPECT_TRUE(help.output.contains(verb)) << verb;
    EXPECT_EQ(run_daybook({verb, "--help"}).code, 0) << verb;
  }
}

}  // namespace
}  // namespace daybook::integration
