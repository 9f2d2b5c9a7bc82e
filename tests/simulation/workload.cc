#include "tests/simulation/workload.h"

#include <charconv>

namespace daybook::simulation {
namespace {

constexpr std::string_view mark_begin = "{\"mark\":";

Uuid chosen_id(std::size_t number) {
  Uuid id = *Uuid::parse("0193b0c4-0000-7000-8000-000000000000");
  id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

std::string tag_of(std::size_t number) { return "t" + std::to_string(number); }
std::string type_of(std::size_t number) { return "T" + std::to_string(number); }

}  // namespace

std::uint64_t mark_of(std::string_view metadata) {
  std::uint64_t mark = 0;
  if (!metadata.starts_with(mark_begin)) return 0;
  std::from_chars(metadata.data() + mark_begin.size(), metadata.data() + metadata.size(), mark);
  return mark;
}

Append Workload::next_append(std::uint64_t mark) {
  Append append = !landed_.empty() && dice_.one_in(5) ? append_again() : fresh_append();
  for (auto& stream : append.streams) {
    for (auto& event : stream.events) {
      event.metadata = std::string(mark_begin) + std::to_string(mark) + "}";
    }
  }
  return append;
}

Append Workload::append_again() {
  Append again = landed_[dice_.below(landed_.size())];
  if (dice_.one_in(3)) again.streams[0].events.push_back(some_event());
  if (dice_.one_in(4)) again.commit_id.clear();
  return again;
}

Append Workload::fresh_append() {
  Append append;
  for (std::size_t i = dice_.one_in(2) ? 1 : 1 + dice_.below(4); i > 0; --i) {
    const StreamId stream = some_stream();
    std::vector<NewEvent> events;
    for (std::size_t j = 1 + dice_.below(4); j > 0; --j) events.push_back(some_event());
    if (dice_.one_in(6)) events.clear();
    append.streams.push_back({stream, some_expectation(stream), std::move(events)});
  }
  if (dice_.one_in(3)) append.commit_id = some_commit_id();
  if (dice_.one_in(5)) append.condition = some_condition();
  return append;
}

StreamId Workload::some_stream() {
  const std::string category = dice_.one_in(2) ? "a" : dice_.one_in(2) ? "aa" : "b";
  return StreamId(category, std::to_string(dice_.below(dice_.one_in(4) ? 60 : 4)));
}

ExpectedVersion Workload::some_expectation(const StreamId& stream) {
  const Version present = model_.version(stream);
  switch (dice_.below(10)) {
    case 0:
      return ExpectedVersion::none();
    case 1:
      return ExpectedVersion::exists();
    case 2:
      return ExpectedVersion::exactly({dice_.below(present.value + 2)});
    case 3:
    case 4:
      return ExpectedVersion::exactly(present);
    default:
      return ExpectedVersion::any();
  }
}

NewEvent Workload::some_event() {
  NewEvent made{.type = type_of(dice_.below(4)),
                .data = "{\"n\":" + std::to_string(dice_.below(100)) + "}"};
  if (dice_.one_in(3)) made.id = chosen_id(1 + dice_.below(400));
  if (dice_.one_in(6)) made.data = "\"" + std::string(dice_.below(12'000), 'x') + "\"";
  if (dice_.one_in(10)) made.content_type = ContentType::bytes;
  for (std::size_t tag = 0; tag < 3; ++tag) {
    if (dice_.one_in(3)) made.tags.push_back(tag_of(tag));
  }
  return made;
}

AppendCondition Workload::some_condition() {
  QueryItem item{{type_of(dice_.below(4))}, {}};
  if (dice_.one_in(2)) item.tags = {tag_of(dice_.below(3))};
  AppendCondition condition{{item}, some_position()};
  if (dice_.one_in(3)) condition.query.push_back({{}, {"t0", "t1", "t2"}});
  return condition;
}

EventFilter Workload::some_filter() {
  EventFilter filter;
  if (dice_.one_in(3)) filter.category = dice_.one_in(2) ? "a" : "aa";
  if (dice_.one_in(5)) filter.stream_prefix = dice_.one_in(2) ? "a" : "aa-1";
  if (dice_.one_in(3)) filter.types = {type_of(dice_.below(5)), "T0"};
  if (dice_.one_in(3)) filter.tags = {tag_of(dice_.below(4))};
  return filter;
}

LogRead Workload::next_log_read(Time now) {
  LogRead read{.from = dice_.one_in(2) ? Position{} : some_position(),
               .limit = 1 + dice_.below(40),
               .direction = dice_.one_in(2) ? Direction::forward : Direction::backward,
               .filter = some_filter()};
  if (dice_.one_in(3)) read.since = now - std::chrono::seconds(dice_.below(300));
  return read;
}

StreamRead Workload::next_stream_read() {
  return {.stream = some_stream(),
          .from = {dice_.below(30)},
          .limit = 1 + dice_.below(20),
          .direction = dice_.one_in(2) ? Direction::forward : Direction::backward};
}

}  // namespace daybook::simulation
