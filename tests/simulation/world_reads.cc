// Reading the store under test and comparing with the model.

#include "src/store/log/options.h"
#include "tests/simulation/comparing.h"
#include "tests/simulation/world.h"

namespace daybook::simulation {

// A fault is an answer, too, when there is a reason for it.
template <class Value>
bool World::has_answer(const std::expected<Value, Error>& answer, std::string_view question) {
  ++report.reads;
  if (answer) return true;
  if (!is_due(answer.error())) {
    fail(std::string(question) + " was answered with the fault " + answer.error().detail);
  }
  return false;
}

void World::read_something() {
  switch (dice.below(6)) {
    case 0:
      return compare_streams();
    case 1:
      return compare_outcome(workload_.some_commit_id());
    case 2:
    case 3:
      return compare_stream(workload_.next_stream_read());
    default:
      return compare_log(workload_.next_log_read(clock_.now()));
  }
}

void World::compare_log(const LogRead& read) {
  const auto page = store_->read_log(read, {});
  if (!has_answer(page, "a read of the log")) return;
  const EventPage expected = model_.read_log(read);
  if (const auto what = difference(*page, expected); !what.empty()) {
    fail("reading the log " + described(read) + "\n  " + what);
  }
  if (!page->at_end || expected.at_end || page->events.empty()) return;
  LogRead rest = read;  // what is beyond the limit may be nothing, which the model does not see
  rest.from = page->events.back().position;
  if (!model_.read_log(rest).events.empty()) fail("a page says too early that it is the last");
}

void World::compare_stream(const StreamRead& read) {
  const auto page = store_->read_stream(read, {});
  if (!has_answer(page, "a read of a stream")) return;
  const EventPage expected = model_.read_stream(read);
  if (const auto what = difference(*page, expected); !what.empty()) {
    fail("reading the stream " + read.stream.text() + " from " + std::to_string(read.from.value) +
         "\n  " + what);
  }
  if (page->at_end && !expected.at_end) fail("a page says too early that it is the last");
  const auto version = store_->version(read.stream, {});
  if (has_answer(version, "a version") && *version != model_.version(read.stream)) {
    fail("the stream " + read.stream.text() + " has another version");
  }
}

void World::compare_streams() {
  const StreamsRead read{.category = dice.one_in(2) ? "" : "aa", .limit = 1 + dice.below(100)};
  const auto page = store_->streams(read, {});
  if (!has_answer(page, "a list of streams")) return;
  const StreamsPage expected = model_.streams(read);
  bool same = page->streams.size() == expected.streams.size();
  for (std::size_t i = 0; same && i < expected.streams.size(); ++i) {
    const StreamInfo& one = page->streams[i];
    const StreamInfo& other = expected.streams[i];
    same = one.stream == other.stream && one.version == other.version &&
           one.last_position == other.last_position && one.last_time == other.last_time;
  }
  if (!same) fail("the list of streams is another one");
}

void World::compare_outcome(const std::string& commit_id) {
  const auto answer = store_->outcome(commit_id, {});
  if (!has_answer(answer, "an outcome")) return;
  const auto expected = model_.outcome(commit_id);
  if (answer->has_value() != expected.has_value()) {
    return fail("the outcome of " + commit_id + (expected ? " is not known" : " is invented"));
  }
  if (expected && ((*answer)->position != expected->position ||
                   (*answer)->recorded_at != expected->recorded_at)) {
    fail("the outcome of " + commit_id + " is another one");
  }
}

void World::compare_all() {
  if (store_->head() != model_.head()) return fail("the head is another one");
  for (Position from; from < model_.head() && !has_failed();) {
    const LogRead read{.from = from, .limit = 50};
    compare_log(read);
    from = model_.read_log(read).next_position;
  }
  const StreamsPage streams = model_.streams({.limit = 1'000});
  for (const StreamInfo& info : streams.streams) {
    const auto stream = StreamId::parse(info.stream);
    compare_stream({.stream = *stream, .limit = 1'000});
    if (has_failed()) return;
  }
  for (std::size_t i = 0; i < 25; ++i) compare_outcome("c" + std::to_string(i));
}

bool World::is_prefix() {
  const Position end = std::min(store_->head(), model_.head());
  for (Position from; from < end;) {
    const LogRead read{.from = from, .limit = end.value - from.value};
    const auto page = store_->read_log(read, {});
    if (!page) {
      if (page.error().code != "log-damaged") fail("reading said " + page.error().detail);
      return false;
    }
    if (page->events.empty()) return fail("a page is empty before the end"), false;
    EventPage expected = model_.read_log(read);
    expected.events.resize(std::min(expected.events.size(), page->events.size()));
    if (const auto what = difference(*page, expected); !what.empty()) return fail(what), false;
    from = page->next_position;
  }
  return true;
}

}  // namespace daybook::simulation
