// A server is killed while clients write, at moments that nobody chose, and started again on the
// same directory: what it had acknowledged must be there, and nothing must be damaged.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "daybook/json.h"
#include "tests/contract/temporary_directory.h"
#include "tests/crash/program.h"

namespace daybook::testing {
namespace {

constexpr int rounds = 6;
constexpr std::size_t connections = 16;

struct Place {
  std::string stream;
  std::uint64_t version = 0, position = 0;
};

// The ledger is a pipe: the test sees each acknowledgement the moment it is written.
LineReader open_ledger(const std::string& path) {
  EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0) << path;
  return LineReader(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
}

Place place_of(const std::string& ledger_line) {
  Place place;
  std::istringstream words(ledger_line);
  words >> place.stream >> place.version >> place.position;
  EXPECT_FALSE(words.fail()) << ledger_line;
  return place;
}

// Fills the server until it has acknowledged so many commands more, and kills it then. Gives all
// that was acknowledged, by the last moment too.
void fill_and_kill(ServerProgram& server, std::size_t acknowledged, const std::string& ledger_path,
                   std::vector<Place>& ledger) {
  LineReader lines = open_ledger(ledger_path);
  Program demo({"demo", "--url", server.url(), "--contexts", "accounts", "--scale", "10000000",
                "--connections", std::to_string(connections), "--ledger", ledger_path});
  for (std::size_t i = 0; i < acknowledged; ++i) ledger.push_back(place_of(lines.line()));
  server.signal(SIGKILL);
  EXPECT_EQ(server.end().signal, SIGKILL);
  while (const auto line = lines.next_line()) ledger.push_back(place_of(*line));

  const Ran ended = demo.end();
  EXPECT_EQ(ended.exit_code, 1) << "a lost server ends the demo";
  EXPECT_EQ(ended.err.find('\n'), ended.err.size() - 1) << "in one line: " << ended.err;
  ::unlink(ledger_path.c_str());
}

// The whole log, read beside the server that has just recovered it.
std::vector<Place> read_log(const std::string& store) {
  const Ran ran = run({"read", "--all", "--json", "--store", store});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  std::vector<Place> events;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    const auto json = parse_json(line);
    if (!json) throw std::runtime_error("no envelope: " + line);
    events.push_back({json->find("stream")->text, std::stoull(json->find("version")->text),
                      std::stoull(json->find("position")->text)});
  }
  return events;
}

void expect_no_gaps(const std::vector<Place>& events) {
  std::map<std::string, std::uint64_t> versions;
  for (std::size_t i = 0; i < events.size(); ++i) {
    ASSERT_EQ(events[i].position, i + 1);
    ASSERT_EQ(events[i].version, ++versions[events[i].stream]) << events[i].stream;
  }
}

void expect_acknowledged(const std::vector<Place>& ledger, const std::vector<Place>& events) {
  for (const Place& place : ledger) {
    ASSERT_GE(place.position, 1u);
    ASSERT_LE(place.position, events.size()) << place.stream << " was acknowledged and is lost";
    const Place& event = events[place.position - 1];
    ASSERT_EQ(event.stream, place.stream);
    ASSERT_EQ(event.version, place.version);
  }
}

std::uint64_t seed() {
  const char* given = std::getenv("DAYBOOK_SEED");
  return given != nullptr ? std::stoull(given) : std::random_device{}();
}

TEST(Crash, loses_nothing_that_was_acknowledged_however_often_the_server_is_killed) {
  const std::uint64_t used = seed();
  std::printf("DAYBOOK_SEED=%llu\n", static_cast<unsigned long long>(used));
  std::mt19937_64 random(used);
  const TemporaryDirectory directory;
  const std::string data = directory.path() / "data", store = "log:" + data + "/log";

  std::vector<Place> ledger;
  for (int round = 1; round <= rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round) + " of DAYBOOK_SEED=" + std::to_string(used));
    {
      ServerProgram server(data);
      const auto acknowledged = std::uniform_int_distribution<std::size_t>(1, 2'000)(random);
      fill_and_kill(server, acknowledged, directory.path() / "ledger", ledger);
    }
    ServerProgram recovered(data);
    const auto events = read_log(store);
    expect_no_gaps(events);
    expect_acknowledged(ledger, events);
    // Beyond what was acknowledged stand at most the requests that were under way.
    EXPECT_LE(events.size(), ledger.size() + static_cast<std::size_t>(round) * connections);
    const Ran verified = run({"verify", "--store", store});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    recovered.signal(SIGTERM);
    EXPECT_EQ(recovered.end().exit_code, 0);
    if (HasFailure()) return;
  }
  EXPECT_EQ(run({"verify", "--store", store}).exit_code, 0);
}

}  // namespace
}  // namespace daybook::testing
