// Exports and imports of a log, with everything in it that an append can bring about.

#include "daybook/transfer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

using namespace std::chrono_literals;

using ::testing::HasSubstr;

using Imported = std::expected<ImportReport, Error>;

std::string exported(EventStore& store) {
  std::string text;
  const auto put = [&](std::string_view lines) -> std::expected<void, Error> {
    text += lines;
    return {};
  };
  auto report = export_events(store, put);
  EXPECT_TRUE(report.has_value()) << report.error().detail;
  return text;
}

Imported import_text(EventStore& store, std::string_view text, ImportOptions options = {}) {
  const auto next = [&](std::string& line) -> std::expected<bool, Error> {
    if (text.empty()) return false;
    line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return true;
  };
  return import_events(store, next, options);
}

NewEvent event(std::string type, std::string data, std::string metadata = "{}") {
  static int count = 0;
  Uuid id;
  id.bytes[15] = static_cast<std::uint8_t>(++count);
  id.bytes[0] = 7;
  return {
      .id = id, .type = std::move(type), .data = std::move(data), .metadata = std::move(metadata)};
}

void must(EventStore& store, Append append) {
  auto done = store.append(std::move(append), within(std::chrono::seconds(30)));
  ASSERT_TRUE(done.has_value()) << done.error().detail;
}

// One of each kind that is hard to keep.
void fill_oddly(EventStore& store) {
  const StreamId one("odd", "1");
  const StreamId two("odd", "zwei \xE2\x82\xAC");
  must(store, {.streams = {{one, {}, {event("Made", R"({"price":12.50e+00, "n":"\u00e4\/"})")}}}});
  must(store,
       {.streams = {{one, {}, {event("Broken", "{\n  \"a\": \"x\\ny\",\r\n\t\"b\": []\n}")}}}});
  must(store, {.streams = {{one, {}, {event("Blanks", "  [1, 2]\t")}}}});
  NewEvent bytes = event("Bytes", std::string("\0\xFF\n\"\r", 5), "{ \"user\" : \"ada\" }");
  bytes.content_type = ContentType::bytes;
  bytes.schema_version = 7;
  bytes.tags = {"b", "a", "\"quoted\"", "b"};
  must(store, {.streams = {{two, {}, {bytes, event("Number", "17")}}}});
  must(store, {.streams = {{two, {}, {event("Last", "null", "{\n}")}},
                           {StreamId("absent", "9"), ExpectedVersion::none(), {}},
                           {one, ExpectedVersion::exactly({3}), {}},
                           {StreamId("odd", "3"), {}, {event("Also", "\"\"")}}},
               .commit_id = "commit \"7\""});
  must(store, {.streams = {{one, {}, {event("End", "{}")}}}, .commit_id = "8"});
}

TEST(Transfer, gives_a_log_that_exports_the_same_bytes) {
  LogDirectory from;
  LogDirectory to;
  auto store = from.open();
  fill_oddly(*store);
  fill(*store, 300);
  const std::string text = exported(*store);
  auto copy = to.open();
  auto report = import_text(*copy, text);
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(report->events, store->head().value);
  EXPECT_EQ(report->skipped + report->renumbered + report->retimed, 0u);
  EXPECT_EQ(exported(*copy), text);
  copy.reset();
  EXPECT_EQ(exported(*to.open()), text) << "and after it was opened again";
}

TEST(Transfer, keeps_what_scavenging_has_left_of_events) {
  LogDirectory from;
  LogDirectory to;
  auto store = from.open();
  fill_oddly(*store);
  const Append known{.streams = {{StreamId("odd", "gone"), {}, {event("Secret", R"("s")")}}}};
  must(*store, known);
  ASSERT_TRUE(tombstone_stream(*store, StreamId("odd", "gone"), {}, within(30s)).has_value());
  ASSERT_TRUE(delete_stream(*store, StreamId("odd", "1"), {}, within(30s)).has_value());
  ASSERT_GT(store->scavenge({})->events_removed, 4u);
  const std::string text = exported(*store);
  EXPECT_EQ(text.find("Secret"), text.npos);
  auto copy = to.open();
  auto report = import_text(*copy, text);
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(exported(*copy), text);
  EXPECT_EQ(import_text(*copy, text)->skipped, store->head().value) << "it is all there already";
  auto repeated = copy->append(known, within(30s));
  ASSERT_TRUE(repeated.has_value()) << repeated.error().detail;
  EXPECT_TRUE(repeated->repeated);
  Append other = known;
  other.streams[0].events[0].data = R"("another")";
  EXPECT_EQ(copy->append(other, within(30s)).error().code, "event-id-reused");
}

TEST(Transfer, keeps_commit_ids_so_that_repeats_are_known) {
  LogDirectory from;
  LogDirectory to;
  auto store = from.open();
  fill_oddly(*store);
  auto copy = to.open();
  ASSERT_TRUE(import_text(*copy, exported(*store)).has_value());
  for (const char* id : {"commit \"7\"", "8"}) {
    auto before = store->outcome(id, within(std::chrono::seconds(1)));
    auto after = copy->outcome(id, within(std::chrono::seconds(1)));
    ASSERT_TRUE(before && *before && after && *after);
    EXPECT_EQ((*after)->position, (*before)->position);
    EXPECT_EQ((*after)->recorded_at, (*before)->recorded_at);
    ASSERT_EQ((*after)->streams.size(), (*before)->streams.size());
  }
}

TEST(Transfer, skips_and_counts_what_is_there_and_goes_on) {
  LogDirectory from;
  LogDirectory to;
  auto store = from.open();
  fill_oddly(*store);
  fill(*store, 50);
  const std::string text = exported(*store);
  const std::string beginning = text.substr(0, text.find('\n', text.size() / 2) + 1);
  auto copy = to.open();
  auto first = import_text(*copy, beginning);
  ASSERT_TRUE(first.has_value()) << first.error().detail;
  auto second = import_text(*copy, text);
  ASSERT_TRUE(second.has_value()) << second.error().detail;
  EXPECT_EQ(second->skipped, first->events);
  EXPECT_EQ(second->events + first->events, store->head().value);
  EXPECT_EQ(second->renumbered, 0u);
  EXPECT_EQ(exported(*copy), text);
  auto third = import_text(*copy, text);
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->events, 0u);
  EXPECT_EQ(third->skipped, store->head().value);
}

TEST(Transfer, appends_behind_events_of_the_stores_own) {
  LogDirectory from;
  LogDirectory to;
  auto store = from.open();
  fill_oddly(*store);
  auto copy = to.open();
  ASSERT_TRUE(append_to(*copy, StreamId("own", "1"), {event_of("mine")}).has_value());
  auto report = import_text(*copy, exported(*store));
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(report->events, store->head().value);
  EXPECT_EQ(report->renumbered, store->head().value);
  EXPECT_EQ(copy->head().value, store->head().value + 1);
  auto again = import_text(*copy, exported(*store));
  ASSERT_TRUE(again.has_value()) << again.error().detail;
  EXPECT_EQ(again->skipped, store->head().value);
}

class ImportOfBadLines : public ::testing::Test {
 protected:
  ImportOfBadLines() {
    LogDirectory from;
    auto store = from.open();
    fill_oddly(*store);
    text_ = exported(*store);
  }
  std::string with(std::string_view old, std::string_view put) const {
    std::string text = text_;
    const auto at = text.find(old);
    EXPECT_NE(at, text.npos) << old;
    return text.replace(at, old.size(), put);
  }
  void expect_refused(const std::string& text, const std::string& line, const std::string& words,
                      std::uint64_t head_after) const {
    LogDirectory to;
    auto copy = to.open();
    auto report = import_text(*copy, text);
    ASSERT_FALSE(report.has_value()) << words;
    EXPECT_THAT(report.error().detail, HasSubstr(line + ": "));
    EXPECT_THAT(report.error().detail + report.error().pointer, HasSubstr(words));
    EXPECT_EQ(copy->head().value, head_after) << report.error().detail;
  }
  std::string text_;
};

TEST_F(ImportOfBadLines, names_the_line_and_keeps_what_came_before) {
  expect_refused("nonsense\n" + text_, "line 1", "", 0);
  expect_refused(with("\"type\":\"Broken\"", "\"kind\":\"Broken\""), "line 2", "kind", 1);
  expect_refused(with("\"type\":\"Broken\"", "\"type\":\"\""), "line 2", "type", 1);
  expect_refused(with("\"type\":\"Broken\",", ""), "line 2", "/type", 1);
  expect_refused(with("\"version\":2", "\"version\":-2"), "line 2", "/version", 1);
  expect_refused(with("\"version\":2", "\"version\":3"), "line 2", "version", 1);
  expect_refused(with("\"position\":2", "\"position\":3"), "line 2", "position 2", 1);
  expect_refused(with("\"position\":2", "\"position\":1"), "line 2", "position", 1);
  expect_refused(with("application/octet-stream", "text/plain"), "line 4", "/contentType", 3);
  expect_refused(with("\"AP8K", "\"A!8K"), "line 4", "/data", 3);
  expect_refused(with("\"dataText\":\"{\\n", "\"dataText\":\"{\\n\\\"z\\\":1,"), "line 2",
                 "dataText", 1);
  expect_refused(with("\"commit\":{\"events\":2}", "\"commit\":{\"events\":3}"), "line 6", "commit",
                 3);
  expect_refused(with("\"commit\":{\"events\":2,\"id\"", "\"commit\":{\"events\":9,\"id\""),
                 "line 8", "commit", 5);
}

TEST_F(ImportOfBadLines, refuses_other_content_under_a_known_id) {
  LogDirectory to;
  auto copy = to.open();
  ASSERT_TRUE(import_text(*copy, text_).has_value());
  for (const auto& changed :
       {with("[1, 2]", "[1, 3]"), with("12.50e+00", "12.5"), with("\"ada\"", "\"eve\"")}) {
    auto report = import_text(*copy, changed);
    ASSERT_FALSE(report.has_value());
    EXPECT_THAT(report.error().detail, ::testing::StartsWith("line "));
  }
  EXPECT_EQ(exported(*copy), text_);
}

TEST(Transfer, takes_gaps_in_positions_only_when_told_to) {
  LogDirectory from;
  LogDirectory to;
  auto store = from.open();
  fill(*store, 3);
  std::string text = exported(*store);
  const auto at = text.find("\"position\":3");
  text.replace(at, 12, "\"position\":30");
  auto copy = to.open();
  auto report = import_text(*copy, text);
  ASSERT_FALSE(report.has_value());
  EXPECT_THAT(report.error().detail, HasSubstr("line 3: "));
  EXPECT_THAT(report.error().detail, HasSubstr("--renumber"));
  report = import_text(*copy, text, {.renumber = true});
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(report->skipped, 2u);
  EXPECT_EQ(report->renumbered, 1u);
  EXPECT_EQ(copy->head().value, 3u);
}

TEST(Transfer, works_between_stores_that_keep_no_commits) {
  LogDirectory from;
  auto store = from.open();
  fill_oddly(*store);
  auto memory = open_memory_store();
  auto report = import_text(*memory, exported(*store));
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(memory->head(), store->head());
  LogDirectory to;
  auto copy = to.open();
  report = import_text(*copy, exported(*memory));
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_EQ(report->commits, report->events) << "each event is a commit of its own";
  EXPECT_EQ(copy->head(), store->head());
}

}  // namespace
}  // namespace daybook::log
