// The log store against the store in memory: whatever is asked of both, in a random order, they say
// the same. A failure prints its seed.
#include <random>
#include <stdexcept>
#include <utility>

#include "tests/contract/contract.h"
#include "tests/contract/temporary_directory.h"

namespace daybook::testing::contract {
namespace {

constexpr int steps = 150;

class Comparison : public ::testing::TestWithParam<unsigned> {
 protected:
  Comparison() : random_(GetParam()) { reopen(); }

  std::size_t below(std::size_t end) { return random_() % end; }
  bool one_in(std::size_t times) { return below(times) == 0; }
  std::string some_name() {
    return (one_in(2) ? "a-" : one_in(2) ? "aa-" : "b-") + std::to_string(below(4));
  }

  void step();
  void reopen();

 private:
  ExpectedVersion some_expectation(const StreamId& id);
  NewEvent some_event();
  StreamAppend some_retention();
  Append some_append();
  EventFilter some_filter();
  Position some_position() { return {below(memory_->head().value + 3)}; }

  void compare_append();
  void compare_log();
  void compare_stream();
  void compare_streams();
  void compare_outcome();

  std::mt19937 random_;
  TemporaryDirectory directory_;
  ManualClock clock_;
  CountingIds memory_ids_;
  CountingIds log_ids_;
  std::vector<Append> landed_;  // to be repeated, as they were or a little changed
  std::unique_ptr<EventStore> memory_ = open_memory_store({.clock = &clock_, .ids = &memory_ids_});
  std::unique_ptr<EventStore> log_;
};

void Comparison::reopen() {
  log_.reset();
  const StoreOptions options{.clock = &clock_, .ids = &log_ids_, .segment_bytes = 64 << 10};
  auto opened = open_log_store(directory_.path() / "log", options);
  if (!opened) throw std::runtime_error(opened.error().detail);
  log_ = std::move(*opened);
}

ExpectedVersion Comparison::some_expectation(const StreamId& id) {
  const Version present = memory_->version(id, soon()).value();
  switch (below(8)) {
    case 0:
      return ExpectedVersion::none();
    case 1:
      return ExpectedVersion::exists();
    case 2:
      return ExpectedVersion::exactly({below(present.value + 2)});
    case 3:
      return ExpectedVersion::exactly(present);
    default:
      return ExpectedVersion::any();
  }
}

NewEvent Comparison::some_event() {
  NewEvent made =
      event("T" + std::to_string(below(4)), "{\"n\":" + std::to_string(below(100)) + "}");
  if (one_in(3)) made.id = uuid(1 + below(300));
  if (one_in(9)) made.data = "\"" + std::string(below(9'000), 'x') + "\"";
  for (std::size_t tag = 0; tag < 3; ++tag) {
    if (one_in(3)) made.tags.push_back("t" + std::to_string(tag));
  }
  return made;
}

// Now and then a right one: they last.
StreamAppend Comparison::some_retention() {
  const StreamId about = stream("$retention-" + some_name());
  const Version present = memory_->version(stream(retained_stream(about.text())), soon()).value();
  NewEvent made = retention_set(std::nullopt, {});
  if (one_in(2)) made = retention_set(Version{1 + below(present.value + 3)}, {});
  if (one_in(4))
    made = retention_set(std::nullopt, {std::chrono::seconds(1 + below(60)), 1 + below(5)});
  if (one_in(40)) made = stream_tombstoned();
  return {about, ExpectedVersion::any(), {made}};
}

Append Comparison::some_append() {
  if (!landed_.empty() && one_in(5)) {
    Append again = landed_[below(landed_.size())];
    if (one_in(3)) again.streams[0].events.push_back(some_event());
    if (one_in(4)) again.commit_id.clear();
    return again;
  }
  Append append;
  for (std::size_t i = 1 + below(3); i > 0; --i) {
    const StreamId id = stream(some_name());
    std::vector<NewEvent> made;
    for (std::size_t j = below(4); j > 0; --j) made.push_back(some_event());
    append.streams.push_back({id, some_expectation(id), std::move(made)});
  }
  if (one_in(6)) append.streams.insert(append.streams.begin(), some_retention());
  if (one_in(12)) append.streams.push_back(some_retention());
  if (one_in(4)) append.commit_id = "c" + std::to_string(below(20));
  if (one_in(4)) {
    QueryItem item{{"T" + std::to_string(below(4))}, {}};
    if (one_in(2)) item.tags = {"t" + std::to_string(below(3))};
    append.condition = AppendCondition{{item, {{}, {"t0", "t1", "t2"}}}, some_position()};
  }
  return append;
}

EventFilter Comparison::some_filter() {
  EventFilter filter;
  if (one_in(3)) filter.category = one_in(2) ? "a" : "aa";
  if (one_in(4)) filter.stream_prefix = some_name().substr(0, 1 + below(4));
  if (one_in(3)) filter.types = {"T" + std::to_string(below(5)), "T0"};
  if (one_in(3)) filter.tags = {"t" + std::to_string(below(4))};
  return filter;
}

std::string described(const std::expected<Appended, Error>& answer) {
  std::string text;
  if (!answer) {
    const Error& error = answer.error();
    return error.code + " at " + error.pointer + ", stream " + error.stream + " is at " +
           std::to_string(error.actual_version.value) + ", conflict with " +
           std::to_string(error.conflict_position.value);
  }
  for (const auto& [id, version] : answer->streams) {
    text += id.text() + "@" + std::to_string(version.value) + " ";
  }
  return text + std::to_string(answer->events) + " events to " +
         std::to_string(answer->position.value) + " at " + to_text(answer->recorded_at) +
         (answer->repeated ? ", repeated" : "");
}

void Comparison::compare_append() {
  const Append append = some_append();
  const auto expected = memory_->append(append, soon());
  ASSERT_EQ(described(log_->append(append, soon())), described(expected));
  if (expected && !expected->repeated) landed_.push_back(append);
  if (one_in(2)) clock_.advance(std::chrono::milliseconds(below(3'000)));
  if (one_in(20)) clock_.set(clock_.now() - 1min);
}

void Comparison::compare_log() {
  LogRead read{.from = one_in(2) ? Position{} : some_position(),
               .limit = 1 + below(40),
               .direction = one_in(2) ? Direction::forward : Direction::backward,
               .filter = some_filter()};
  if (one_in(4)) read.since = clock_.now() - std::chrono::seconds(below(200));
  ASSERT_EQ(read_log(*log_, read), read_log(*memory_, read));
}

void Comparison::compare_stream() {
  StreamRead read{.stream = stream(some_name()),
                  .from = {below(30)},
                  .limit = 1 + below(20),
                  .direction = one_in(2) ? Direction::forward : Direction::backward};
  ASSERT_EQ(contract::read(*log_, read), contract::read(*memory_, read));
  ASSERT_EQ(log_->version(read.stream, soon()), memory_->version(read.stream, soon()));
  ASSERT_EQ(log_->retention(read.stream, soon()), memory_->retention(read.stream, soon()));
}

void Comparison::compare_streams() {
  StreamsRead read{.category = one_in(2) ? "" : "aa", .limit = 1 + below(5)};
  ASSERT_EQ(names(*log_, read), names(*memory_, read));
  ASSERT_EQ(log_->head(), memory_->head());
}

void Comparison::compare_outcome() {
  const std::string id = "c" + std::to_string(below(20));
  const auto expected = memory_->outcome(id, soon()).value();
  const auto told = log_->outcome(id, soon()).value();
  ASSERT_EQ(told.has_value(), expected.has_value()) << id;
  if (told) {
    ASSERT_EQ(told->position, expected->position);
  }
}

void Comparison::step() {
  switch (below(10)) {
    case 0:
      return compare_log();
    case 1:
      return compare_stream();
    case 2:
      return compare_streams();
    case 3:
      return compare_outcome();
    case 4:
      return one_in(5) ? reopen() : compare_log();
    default:
      return compare_append();
  }
}

TEST_P(Comparison, says_the_same_as_the_store_in_memory) {
  for (int i = 0; i < steps && !HasFatalFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()) + ", step " + std::to_string(i));
    step();
  }
}

INSTANTIATE_TEST_SUITE_P(LogEventStore, Comparison, ::testing::Range(1U, 41U));

}  // namespace
}  // namespace daybook::testing::contract
