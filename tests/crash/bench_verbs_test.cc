// What the measurements of the program print, and that they leave nothing behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "daybook/json.h"
#include "daybook/stores.h"
#include "tests/contract/temporary_directory.h"
#include "tests/crash/program.h"

namespace daybook::testing {
namespace {

using ::testing::HasSubstr;

class BenchVerbs : public ::testing::Test {
 protected:
  using Options = std::map<std::string, std::string>;

  // With the same small options for every measurement; `others` replace them.
  Ran bench(const std::string& verb, Options others = {}) const {
    others.merge(Options{{"--writers", "8"},
                         {"--seconds", "0.2"},
                         {"--streams", "100"},
                         {"--events", "500"},
                         {"--event-bytes", "200"},
                         {"--metadata-bytes", "50"},
                         {"--data", directory_.path()}});
    Words words{"bench", verb, "--json"};
    for (const auto& [name, value] : others) words.insert(words.end(), {name, value});
    return run(words);
  }
  // One JSON object in which each of these is a number above zero.
  void expect_figures(const std::string& verb, const std::vector<std::string>& names,
                      const Options& others = {}) const {
    const Ran ran = bench(verb, others);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    const auto json = parse_json(ran.out);
    ASSERT_TRUE(json) << ran.out;
    EXPECT_EQ(json->find("bench")->text, verb);
    for (const std::string& name : names) {
      const Json* value = json->find(name);
      ASSERT_TRUE(value && value->is(Json::Kind::number)) << name << ran.out;
      EXPECT_GT(std::stod(value->text), 0) << name << ran.out;
    }
  }
  std::uint64_t events_in(const std::string& url) const {
    const auto store = open_store(url, {.read_only = true});
    return store ? (*store)->head().value : 0;
  }

  TemporaryDirectory directory_;
  TemporaryDirectory kept_;
  const std::string store_ = "log:" + (kept_.path() / "log").string();
};

TEST_F(BenchVerbs, print_their_figures_and_leave_nothing_behind) {
  expect_figures("append", {"events_per_s", "p50_us", "p99_us", "cpu_us_per_event", "peak_rss_mb"});
  expect_figures("bulk", {"events_per_s", "p50_us", "p99_us", "cpu_us_per_event", "peak_rss_mb"});
  expect_figures("replay", {"events_per_s", "first_events_per_s"});
  expect_figures("read", {"p50_us", "p99_us"});
  expect_figures("project", {"events_per_s", "raw_rows_per_s"});
  expect_figures("http", {"requests_per_s", "p50_us", "p99_us", "cpu_us_per_request"});
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(BenchVerbs, append_exactly_as_many_events_as_were_asked_for) {
  expect_figures("append", {"events_per_s"}, {{"--store", store_}, {"--seconds", "60"}});
  EXPECT_EQ(events_in(store_), 500u);
  expect_figures("bulk", {"events_per_s"}, {{"--store", store_}, {"--seconds", "60"}});
  EXPECT_EQ(events_in(store_), 1'000u);
}

TEST_F(BenchVerbs, read_what_the_named_store_holds_and_add_nothing) {
  expect_figures("bulk", {}, {{"--store", store_}, {"--events", "1234"}, {"--seconds", "60"}});
  const Ran replay = bench("replay", {{"--store", store_}});
  EXPECT_THAT(replay.out, HasSubstr(R"("events":1234,)"));
  expect_figures("read", {"reads", "events_per_read"}, {{"--store", store_}});
  const Ran project = bench("project", {{"--store", store_}});
  EXPECT_THAT(project.out, HasSubstr(R"("events":1234,)"));
  EXPECT_EQ(events_in(store_), 1'234u);
}

TEST_F(BenchVerbs, http_measures_a_server_that_runs_already) {
  ServerProgram server(kept_.path());
  expect_figures("http", {"requests", "requests_per_s"}, {{"--url", server.url()}});
  server.signal(SIGTERM);
  EXPECT_EQ(server.end().exit_code, 0);
  const std::uint64_t stored = events_in(store_);
  EXPECT_GT(stored, 0u);
  EXPECT_LE(stored, 500u);
}

TEST_F(BenchVerbs, say_what_was_asked_wrongly) {
  const Ran few = run({"bench", "append", "--writers", "9", "--streams", "8"});
  EXPECT_EQ(few.exit_code, 2);
  EXPECT_THAT(few.err, HasSubstr("--streams must be at least as many as --writers"));
  EXPECT_EQ(run({"bench", "append", "--event-bytes", "1"}).exit_code, 2);
  EXPECT_EQ(run({"bench", "http", "--url", "https://127.0.0.1:1"}).exit_code, 2);
  const Ran none = run({"bench", "replay", "--store", "log:" + (kept_.path() / "none").string()});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.err, HasSubstr("daybook: "));
}

}  // namespace
}  // namespace daybook::testing
