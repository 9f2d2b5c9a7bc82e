// What the verbs print, and how they end: 0, 1 for what failed, 2 for what was asked wrongly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "daybook/json.h"
#include "daybook/stores.h"
#include "tests/contract/temporary_directory.h"
#include "tests/crash/program.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr const char* some_id = "0193b0c4-0000-7000-8000-00000000abcd";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// A member of a JSON object, as text; nothing when there is none.
std::optional<std::string> member(const std::string& json, std::string_view name) {
  const auto parsed = parse_json(json);
  const Json* value = parsed ? parsed->find(name) : nullptr;
  return value == nullptr ? std::nullopt : std::optional(value->text);
}

void expect_failure(const Ran& ran, int exit_code, const std::string& words) {
  EXPECT_EQ(ran.exit_code, exit_code) << ran.err;
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_THAT(ran.err, StartsWith("daybook: "));
  EXPECT_THAT(ran.err, HasSubstr(words));
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << "more than a line: " << ran.err;
}

class Verbs : public ::testing::Test {
 protected:
  Ran run_on_store(Words words, const std::string& input = {}) const {
    words.insert(words.end(), {"--store", store_});
    return run(words, input);
  }
  void append(const std::string& stream, const std::string& type,
              const std::string& data = "{}") const {
    const Ran ran = run_on_store({"append", stream, "--type", type, "--data", data});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  // One number for each line: the positions that were printed.
  std::vector<std::string> positions(Words words) const {
    words.push_back("--json");
    const Ran ran = run_on_store(words);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    std::vector<std::string> found;
    for (const std::string& line : lines_of(ran.out)) {
      found.push_back(member(line, "position").value_or(line));
    }
    return found;
  }

  const TemporaryDirectory directory_;
  const std::string store_ = "log:" + (directory_.path() / "log").string();
};

TEST_F(Verbs, refuse_what_they_do_not_know_in_one_line) {
  const std::vector<Words> wrong = {{},
                                    {"dance"},
                                    {"serve", "--dance"},
                                    {"append", "a-1"},
                                    {"append", "--type", "A"},
                                    {"read"},
                                    {"read", "a-1", "--all"},
                                    {"read", "--all", "--limit", "many"},
                                    {"read", "--all", "--limit", "-1"},
                                    {"read", "--all", "--from", "1.5"},
                                    {"read", "--all", "--from", "99999999999999999999"},
                                    {"demo", "--scale", "-1"},
                                    {"read", "--all", "--store", "cards:box"},
                                    {"tail", "--from", "here"},
                                    {"streams", "of-what"},
                                    {"verify", "--store", "memory:"},
                                    {"bench"},
                                    {"bench", "dance"},
                                    {"bench", "append", "--writers", "0"},
                                    {"demo", "--connections", "0"},
                                    {"demo", "--contexts", "nothing"},
                                    {"demo", "--url", "ftp://example.org"}};
  for (const Words& words : wrong) {
    SCOPED_TRACE(::testing::PrintToString(words));
    expect_failure(run(words), 2, "");
  }
}

TEST_F(Verbs, have_help) {
  for (const char* verb :
       {"serve", "append", "read", "tail", "streams", "verify", "demo", "bench"}) {
    const Ran ran = run({verb, "--help"});
    EXPECT_EQ(ran.exit_code, 0) << verb;
    EXPECT_THAT(ran.out, HasSubstr(verb));
    EXPECT_THAT(ran.err, IsEmpty());
    EXPECT_THAT(run({"--help"}).out, HasSubstr(verb));
  }
}

TEST_F(Verbs, append_an_event_and_say_where_it_stands) {
  append("thing-1", "ThingMade");
  const Ran ran = run_on_store({"append", "thing-1", "--type", "ThingMoved", "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  ASSERT_EQ(lines_of(ran.out).size(), 1u);
  EXPECT_EQ(member(ran.out, "version"), "2");
  EXPECT_EQ(member(ran.out, "position"), "2");
}

TEST_F(Verbs, append_standard_input_as_it_is) {
  const std::string data = R"({"price": 12.50, "note":"Zoë" })";
  const Ran ran = run_on_store({"append", "thing-1", "--type", "ThingMade", "--data", "-"}, data);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(run_on_store({"read", "thing-1", "--json"}).out, HasSubstr("\"data\":" + data + ","));
  EXPECT_THAT(run_on_store({"read", "thing-1"}).out, HasSubstr(data));
}

TEST_F(Verbs, append_metadata_and_tags_beside_the_event) {
  const Ran ran = run_on_store({"append", "thing-1", "--type", "ThingMade", "--metadata",
                                R"({"user":"ada"})", "--tag", "red", "--tag", "big"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const std::string out = run_on_store({"read", "thing-1", "--json"}).out;
  EXPECT_THAT(out, HasSubstr(R"("user":"ada")"));
  EXPECT_THAT(out, HasSubstr(R"("source":"cli")"));
  EXPECT_THAT(out, HasSubstr(R"("tags":["red","big"])"));
}

TEST_F(Verbs, append_an_id_once) {
  const Words words = {"append", "thing-1", "--type", "ThingMade", "--id", some_id, "--json"};
  EXPECT_EQ(run_on_store(words).exit_code, 0);
  const Ran again = run_on_store(words);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr(R"("repeated":true)"));
  EXPECT_THAT(positions({"read", "--all"}), ElementsAre("1"));
}

TEST_F(Verbs, append_to_the_version_that_is_expected_and_to_no_other) {
  const auto expecting = [&](const std::string& version) {
    return run_on_store({"append", "thing-1", "--type", "ThingMade", "--expected", version});
  };
  expect_failure(expecting("exists"), 1, "thing-1");
  EXPECT_EQ(expecting("none").exit_code, 0);
  EXPECT_EQ(expecting("1").exit_code, 0);
  EXPECT_EQ(expecting("any").exit_code, 0);
  EXPECT_EQ(expecting("exists").exit_code, 0);
  expect_failure(expecting("3"), 1, "4");
  expect_failure(expecting("-3"), 2, "--expected");
  expect_failure(expecting("some"), 2, "--expected");
}

TEST_F(Verbs, append_nothing_that_is_malformed) {
  const auto with = [&](const std::string& option, const std::string& value) {
    return run_on_store({"append", "thing-1", "--type", "ThingMade", option, value});
  };
  expect_failure(with("--data", "{"), 2, "JSON");
  expect_failure(with("--metadata", "[]"), 2, "--metadata");
  expect_failure(with("--metadata", "{"), 2, "--metadata");
  expect_failure(with("--id", "seven"), 2, "--id");
  expect_failure(run_on_store({"append", "$system", "--type", "ThingMade"}), 2, "$");
}

TEST_F(Verbs, append_nothing_that_an_aggregate_could_not_read) {
  const Ran ran = run_on_store({"append", "account-1", "--type", "FundsDeposited"});
  EXPECT_NE(ran.exit_code, 0);
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
}

TEST_F(Verbs, read_the_log_or_a_stream_from_a_place_and_either_way) {
  for (const char* stream : {"a-1", "b-1", "a-1", "b-1", "a-2"}) append(stream, "Made");
  append("a-1", "Moved");
  EXPECT_THAT(positions({"read", "--all"}), ElementsAre("1", "2", "3", "4", "5", "6"));
  EXPECT_THAT(positions({"read", "--all", "--from", "2", "--limit", "2"}), ElementsAre("3", "4"));
  EXPECT_THAT(positions({"read", "--all", "--backward", "--limit", "2"}), ElementsAre("6", "5"));
  EXPECT_THAT(positions({"read", "--all", "--backward", "--from", "3"}), ElementsAre("2", "1"));
  EXPECT_THAT(positions({"read", "--all", "--type", "Moved"}), ElementsAre("6"));
  EXPECT_THAT(positions({"read", "--all", "--category", "a"}), ElementsAre("1", "3", "5", "6"));
  EXPECT_THAT(positions({"read", "a-1"}), ElementsAre("1", "3", "6"));
  EXPECT_THAT(positions({"read", "a-1", "--from", "1"}), ElementsAre("3", "6"));
  EXPECT_THAT(positions({"read", "a-1", "--type", "Made", "--limit", "1"}), ElementsAre("1"));
  EXPECT_THAT(positions({"read", "--type", "Moved", "--type", "Made", "a-1"}),
              ElementsAre("1", "3", "6"))
      << "a stream may stand behind a filter";
  EXPECT_THAT(positions({"read", "nobody-1"}), IsEmpty());
}

TEST_F(Verbs, read_each_event_as_a_line) {
  append("thing-1", "ThingMade", "{\n\"size\": 3\n}");
  const Ran text = run_on_store({"read", "--all"});
  ASSERT_EQ(lines_of(text.out).size(), 1u) << text.out;
  EXPECT_THAT(text.out, HasSubstr("thing-1@1  ThingMade  { \"size\": 3 }"));
  EXPECT_EQ(lines_of(run_on_store({"read", "--all", "--json"}).out).size(), 1u);
}

TEST_F(Verbs, read_quietly_ends_when_its_reader_has_seen_enough) {
  const std::string large = "{\"text\":\"" + std::string(100'000, 'x') + "\"}";
  for (int i = 0; i < 10; ++i) append("thing-1", "ThingMade", large);
  Program program({"read", "--all", "--store", store_});
  EXPECT_THAT(program.line(), HasSubstr("thing-1@1"));
  program.stop_reading();
  const Ran ran = program.end();
  EXPECT_EQ(ran.signal, 0);
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, IsEmpty());
}

TEST_F(Verbs, say_that_there_is_no_log) {
  for (const char* verb : {"tail", "streams", "verify"}) {
    expect_failure(run_on_store({verb}), 1, "/log");
  }
  expect_failure(run_on_store({"read", "--all"}), 1, "/log");
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "log")) << "reading makes nothing";
}

TEST_F(Verbs, tail_shows_what_was_and_then_what_comes) {
  append("a-1", "Made");
  append("b-1", "Made");
  Program tail({"tail", "--from", "0", "--category", "a", "--json", "--store", store_});
  EXPECT_EQ(member(tail.line(), "position"), "1");
  append("b-1", "Made");
  append("a-1", "Made");
  EXPECT_EQ(member(tail.line(), "position"), "4");
  tail.signal(SIGTERM);
  const Ran ran = tail.end();
  EXPECT_EQ(ran.exit_code, 0) << ran.signal;
  EXPECT_THAT(ran.out + ran.err, IsEmpty());
}

TEST_F(Verbs, tail_ends_at_an_interrupt_even_when_nobody_reads_it) {
  const std::string large = "{\"text\":\"" + std::string(100'000, 'x') + "\"}";
  for (int i = 0; i < 5; ++i) append("thing-1", "ThingMade", large);
  Program tail({"tail", "--from", "0", "--store", store_});
  EXPECT_THAT(tail.line(), HasSubstr("thing-1@1"));
  tail.signal(SIGINT);
  const Ran ran = tail.end();
  EXPECT_EQ(ran.signal, 0);
  EXPECT_EQ(ran.exit_code, 0);
}

TEST_F(Verbs, list_the_streams_with_their_versions) {
  for (const char* stream : {"a-1", "b-1", "a-1"}) append(stream, "Made");
  const auto lines = lines_of(run_on_store({"streams", "--json"}).out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(member(lines[0], "stream"), "a-1");
  EXPECT_EQ(member(lines[0], "version"), "2");
  EXPECT_EQ(member(lines[1], "stream"), "b-1");
  const auto of_category = lines_of(run_on_store({"streams", "--category", "b"}).out);
  ASSERT_EQ(of_category.size(), 1u);
  EXPECT_THAT(of_category[0], HasSubstr("b-1"));
}

TEST_F(Verbs, verify_counts_what_is_intact) {
  for (const char* stream : {"a-1", "b-1", "a-1"}) append(stream, "Made");
  const Ran ran = run_on_store({"verify", "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(member(ran.out, "events"), "3");
  EXPECT_EQ(member(ran.out, "commits"), "3");
  EXPECT_EQ(member(ran.out, "streams"), "2");
  EXPECT_THAT(ran.err, IsEmpty()) << "progress is for terminals";
}

TEST_F(Verbs, verify_names_the_file_the_byte_and_the_position_of_a_fault) {
  append("a-1", "Made", R"({"marker":"before"})");
  append("a-1", "Made", R"({"marker":"broken"})");
  append("a-1", "Made", R"({"marker":"behind"})");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    const std::size_t found = bytes.find("broken");
    if (found == bytes.npos) continue;
    bytes[found] = 'X';
    std::ofstream(entry.path(), std::ios::binary) << bytes;
  }
  const Ran ran = run_on_store({"verify", "--json"});
  EXPECT_EQ(ran.exit_code, 1);
  const auto lines = lines_of(ran.out);
  ASSERT_GE(lines.size(), 2u) << ran.out << ran.err;
  EXPECT_THAT(member(lines[0], "file").value_or(""), StartsWith(directory_.path().string()));
  EXPECT_GT(std::stoull(member(lines[0], "offset").value_or("0")), 0u);
  EXPECT_EQ(member(lines[0], "position"), "2");
  EXPECT_EQ(run_on_store({"verify"}).exit_code, 1);
}

TEST_F(Verbs, verify_schemas_counts_what_is_of_no_context) {
  for (const char* stream : {"a-1", "b-1", "a-1"}) append(stream, "Made");
  const Ran ran = run_on_store({"verify", "--schemas", "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  ASSERT_EQ(lines_of(ran.out).size(), 1u);
  EXPECT_EQ(member(ran.out, "events"), "3");
  EXPECT_EQ(member(ran.out, "unreadable"), "0");
  EXPECT_EQ(member(ran.out, "ofNoContext"), "3");
}

// Events as an older or a newer build may have left them, which the verbs would not append.
TEST_F(Verbs, verify_schemas_lists_what_this_build_cannot_read) {
  {
    auto store = open_log_store(directory_.path() / "log");
    ASSERT_TRUE(store) << store.error().detail;
    const NewEvent good{.type = "FundsDeposited", .data = R"({"amount":1,"note":"unknown"})"};
    const NewEvent broken{.type = "FundsDeposited", .data = R"({"amount":"one"})"};
    const NewEvent newer{.type = "FundsDeposited", .data = "{}", .schema_version = 2};
    const NewEvent lost{.type = "InterestPaid", .data = "{}"};
    const auto done = (*store)->append(
        {.streams = {{*StreamId::parse("account-1"),
                      ExpectedVersion::none(),
                      {good, broken, newer, lost, lost, broken}},
                     {*StreamId::parse("other-1"), ExpectedVersion::none(), {lost}}}},
        within(std::chrono::seconds(10)));
    ASSERT_TRUE(done) << done.error().detail;
  }
  const Ran ran = run_on_store({"verify", "--schemas", "--json"});
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  const auto lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 4u) << ran.out;
  const auto expect_line = [&](std::size_t at, const char* type, const char* version,
                               const char* events, const char* position, const char* reason) {
    EXPECT_EQ(member(lines[at], "type"), type);
    EXPECT_EQ(member(lines[at], "version"), version);
    EXPECT_EQ(member(lines[at], "events"), events);
    EXPECT_EQ(member(lines[at], "position"), position);
    EXPECT_EQ(member(lines[at], "stream"), "account-1");
    EXPECT_THAT(member(lines[at], "reason").value_or(""), StartsWith(reason));
  };
  expect_line(0, "FundsDeposited", "1", "2", "2", "/data/amount");
  expect_line(1, "FundsDeposited", "2", "1", "3", "/schemaVersion");
  expect_line(2, "InterestPaid", "1", "2", "4", "/type");
  EXPECT_EQ(member(lines[3], "events"), "7");
  EXPECT_EQ(member(lines[3], "unreadable"), "5");
  EXPECT_EQ(member(lines[3], "ofNoContext"), "1");
  const Ran text = run_on_store({"verify", "--schemas"});
  EXPECT_EQ(text.exit_code, 1);
  EXPECT_THAT(text.out, HasSubstr("InterestPaid in version 1: 2 events, the first at position 4"));
  EXPECT_THAT(text.out, HasSubstr("UNREADABLE: 7 events, 5 unreadable, 1 of no context"));
}

TEST_F(Verbs, demo_fills_a_server_and_keeps_a_ledger) {
  ServerProgram server(directory_.path() / "data");
  const std::string ledger = directory_.path() / "ledger";
  const Ran ran =
      run({"demo", "--url", server.url(), "--scale", "500", "--connections", "4", "--seed", "7",
           "--ledger", ledger, "--contexts", "accounts,invoices", "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(member(ran.out, "events"), "500");
  EXPECT_GT(std::stoull(member(ran.out, "refused").value_or("0")), 0u) << ran.out;
  std::ifstream file(ledger);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(lines_of(text).size(), 500u);
  const Ran all =
      run({"read", "--all", "--store", "log:" + directory_.path().string() + "/data/log"});
  EXPECT_EQ(lines_of(all.out).size(), 500u) << all.err;
}

TEST_F(Verbs, demo_fills_every_context) {
  ServerProgram server(directory_.path() / "data");
  const Ran ran = run({"demo", "--url", server.url(), "--scale", "1000"});
  for (const auto* name : {"crm ", "orders "}) EXPECT_TRUE(ran.out.contains(name)) << ran.out;
}

TEST_F(Verbs, demo_says_that_there_is_no_server) {  // port 1 on loopback is nobody's
  expect_failure(run({"demo", "--url", "http://127.0.0.1:1"}), 1, "127.0.0.1:1");
}

TEST_F(Verbs, read_beside_a_server_but_do_not_write) {
  ServerProgram server(directory_.path() / "data");
  const std::string store = "log:" + (directory_.path() / "data/log").string();
  run({"demo", "--url", server.url(), "--scale", "20", "--contexts", "accounts"});
  EXPECT_EQ(lines_of(run({"read", "--all", "--store", store}).out).size(), 20u);
  EXPECT_EQ(run({"verify", "--store", store}).exit_code, 0);
  expect_failure(run({"append", "a-1", "--type", "Made", "--store", store}), 1, "process");
}

}  // namespace
}  // namespace daybook::testing
