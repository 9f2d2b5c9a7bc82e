// What the promises of the store contract are written with: a store under test, short ways to
// append and to read, and events that outlive their page. Each file of this folder is one chapter.
//
// The helpers throw when the store does not do what a test takes for granted; GoogleTest then shows
// why and goes on with the next test.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/event_store.h"
#include "daybook/testing.h"

namespace daybook::testing::contract {

using namespace std::chrono_literals;

// No test waits this long, unless it fails.
inline Deadline soon() { return within(60s); }

// The store under test, with a clock that the test owns.
class Bench {
 public:
  explicit Bench(StoreUnderTest under_test);

  EventStore& store() { return *store_; }
  EventStore* operator->() { return store_.get(); }
  void close() { store_.reset(); }
  void reopen();

  ManualClock clock;

 private:
  StoreUnderTest under_test_;
  std::unique_ptr<EventStore> store_;  // destroyed before what opened it
};

// A promise, and the test that it is kept. The name is the sentence.
struct Promise {
  const char* sentence;
  void (*test)(Bench&);
};
using Promises = std::vector<Promise>;
#define PROMISE(sentence) \
  ::daybook::testing::contract::Promise { #sentence, sentence }

Promises append_promises();
Promises envelope_promises();
Promises expected_version_promises();
Promises idempotency_promises();
Promises condition_promises();
Promises reading_promises();
Promises reading_the_log_promises();
Promises filter_promises();
Promises streams_promises();
Promises waiting_promises();
Promises racing_promises();
Promises following_promises();
Promises limits_promises();
Promises retention_promises();
Promises lifecycle_promises();
Promises scavenging_promises();          // of stores that scavenge only
Promises reopening_promises();           // of durable stores only
Promises reopened_retention_promises();  // likewise

// An event that does not need its page.
struct Kept {
  Uuid id;
  std::string type;
  std::string stream;
  Version version;
  Position position;
  Time recorded_at;
  std::uint32_t schema_version = 1;
  ContentType content_type = ContentType::json;
  std::string data;
  std::string metadata;
  std::vector<std::string> tags;
  bool operator==(const Kept&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Kept& event);

Kept keep(const RecordedEvent& event);
std::vector<Kept> keep(const std::vector<RecordedEvent>& events);

// Making appends.
StreamId stream(std::string_view name);
Uuid uuid(std::uint64_t number);  // never nil
NewEvent event(std::string type = "Happened", std::string data = "{}");
std::vector<NewEvent> events(std::size_t count);  // data {"n":1}, {"n":2}, and so on
std::vector<NewEvent> events_with_ids(std::size_t count, std::uint64_t first_id);
Append to(std::string_view name, std::vector<NewEvent> events, ExpectedVersion expected = {});
StreamAppend only_check(std::string_view name, ExpectedVersion expected);
Append under(std::string commit_id, Append append);

// Appending: what must land, and what must not.
Appended land(EventStore& store, Append append);
Error refused(EventStore& store, Append append);
// The events of the stream before that version are not kept any more.
void truncate(EventStore& store, std::string_view name, std::uint64_t before);
void expect_conflict(EventStore& store, Append append, std::string_view name, Version actual);

// The second answer says what the first one said, but for being a repeat.
void expect_repeats(const Appended& first, const Appended& again);

// Reading to the end, however many pages it takes.
std::vector<Kept> read(EventStore& store, StreamRead read);
std::vector<Kept> read(EventStore& store, std::string_view name);
std::vector<Kept> read_log(EventStore& store, LogRead read = {});
EventPage page(EventStore& store, const StreamRead& read);
EventPage page(EventStore& store, const LogRead& read);
Version version(EventStore& store, std::string_view name);
std::vector<std::string> names(EventStore& store, StreamsRead read = {});

std::vector<std::uint64_t> versions(const std::vector<Kept>& events);
std::vector<std::uint64_t> positions(const std::vector<Kept>& events);
std::vector<std::string> data(const std::vector<Kept>& events);
std::vector<Kept> reversed(std::vector<Kept> events);

// Runs the function on several threads at once, and waits for them. What one throws fails the test.
void at_once(std::size_t threads, const std::function<void(std::size_t thread)>& run);

}  // namespace daybook::testing::contract
