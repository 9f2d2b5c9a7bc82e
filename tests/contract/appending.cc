// Making appends and handing them to the store: see contract.h.
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {

StreamId stream(std::string_view name) {
  auto parsed = StreamId::parse(name);
  if (!parsed) throw std::runtime_error("no stream's name: " + std::string(name));
  return *parsed;
}

Uuid uuid(std::uint64_t number) {
  Uuid id = *Uuid::parse("0193b0c4-0000-7000-8000-000000000000");
  for (std::size_t i = 15; i > 8; --i, number >>= 8)
    id.bytes[i] = static_cast<std::uint8_t>(number);
  return id;
}

NewEvent event(std::string type, std::string data) {
  NewEvent event;
  event.type = std::move(type);
  event.data = std::move(data);
  return event;
}

std::vector<NewEvent> events(std::size_t count) {
  std::vector<NewEvent> events;
  for (std::size_t i = 1; i <= count; ++i) {
    events.push_back(event("Happened", "{\"n\":" + std::to_string(i) + "}"));
  }
  return events;
}

std::vector<NewEvent> events_with_ids(std::size_t count, std::uint64_t first_id) {
  std::vector<NewEvent> made = events(count);
  for (NewEvent& event : made) event.id = uuid(first_id++);
  return made;
}

Append to(std::string_view name, std::vector<NewEvent> events, ExpectedVersion expected) {
  Append append;
  append.streams.push_back({stream(name), expected, std::move(events)});
  return append;
}

StreamAppend only_check(std::string_view name, ExpectedVersion expected) {
  return {stream(name), expected, {}};
}

Append under(std::string commit_id, Append append) {
  append.commit_id = std::move(commit_id);
  return append;
}

Appended land(EventStore& store, Append append) {
  auto appended = store.append(std::move(append), soon());
  if (!appended) {
    throw std::runtime_error("an append did not land: " + appended.error().code + " at " +
                             appended.error().pointer + ", " + appended.error().detail);
  }
  return std::move(*appended);
}

Error refused(EventStore& store, Append append) {
  auto appended = store.append(std::move(append), soon());
  if (appended) throw std::runtime_error("an append landed that must not");
  return appended.error();
}

void expect_conflict(EventStore& store, Append append, std::string_view name, Version actual) {
  const Error error = refused(store, std::move(append));
  EXPECT_EQ(error.kind, ErrorKind::conflict) << error.code;
  EXPECT_EQ(error.stream, name);
  EXPECT_EQ(error.actual_version, actual);
}

void expect_repeats(const Appended& first, const Appended& again) {
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.events, first.events);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(again.recorded_at, first.recorded_at);
  ASSERT_EQ(again.streams.size(), first.streams.size());
  for (std::size_t i = 0; i < first.streams.size(); ++i) {
    EXPECT_EQ(again.streams[i].stream, first.streams[i].stream);
    EXPECT_EQ(again.streams[i].version, first.streams[i].version);
  }
}

void truncate(EventStore& store, std::string_view name, std::uint64_t before) {
  auto done = truncate_stream(store, stream(name), {before}, soon());
  if (!done) throw std::runtime_error(done.error().code + ": " + done.error().detail);
}

void at_once(std::size_t threads, const std::function<void(std::size_t thread)>& run) {
  std::vector<std::jthread> running;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    running.emplace_back([&run, thread] {
      try {
        run(thread);
      } catch (const std::exception& error) {
        ADD_FAILURE() << "on thread " << thread << ": " << error.what();
      }
    });
  }
}

}  // namespace daybook::testing::contract
