#include "src/core/api_query.h"

#include <charconv>

namespace daybook {
namespace {

constexpr std::uint64_t limit_max = 1'000;
constexpr std::uint64_t wait_ms_max = 30'000;
constexpr std::uint64_t wait_ms_default = 5'000;
constexpr char cursor_mark = 'c';

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

struct Range {
  std::uint64_t min;
  std::uint64_t max;
};

// The number of this name, `otherwise` when it is not given, or a refusal.
std::expected<std::uint64_t, Error> number_in(const Call& call, std::string_view name, Range range,
                                              std::uint64_t otherwise) {
  const auto text = call.find(name);
  if (!text) return otherwise;
  const auto value = number(*text);
  if (value && *value >= range.min && *value <= range.max) return *value;
  std::string detail(name);
  detail.append(" must be a whole number from ").append(std::to_string(range.min));
  if (range.max != UINT64_MAX) detail.append(" to ").append(std::to_string(range.max));
  return std::unexpected(invalid("", "invalid-" + std::string(name), detail));
}

}  // namespace

std::expected<std::size_t, Error> limit_query(const Call& call) {
  return number_in(call, "limit", {1, limit_max}, PageQuery().limit);
}

std::expected<PageQuery, Error> page_query(const Call& call) {
  PageQuery page;
  const auto limit = limit_query(call);
  if (!limit) return std::unexpected(limit.error());
  page.limit = *limit;
  if (const auto cursor = call.find("cursor")) {
    const bool is_marked = cursor->starts_with(cursor_mark);
    const auto place = is_marked ? number(cursor->substr(1)) : std::nullopt;
    if (!place) {
      return std::unexpected(
          invalid("", "invalid-cursor", "cursor must be the nextCursor of an earlier answer"));
    }
    page.after = *place;
  }
  return page;
}

std::string cursor_of(std::uint64_t place) { return cursor_mark + std::to_string(place); }

std::expected<AfterQuery, Error> after_query(const Call& call) {
  const auto after = number_in(call, "after", {0, UINT64_MAX}, 0);
  if (!after) return std::unexpected(after.error());
  const auto wait = number_in(call, "wait", {0, wait_ms_max}, wait_ms_default);
  if (!wait) return std::unexpected(wait.error());
  return AfterQuery{{*after}, within(std::chrono::milliseconds(*wait))};
}

std::expected<std::optional<ViewPoint>, Error> point_query(const Call& call) {
  ViewPoint point;
  if (call.find("version")) {
    const auto version = number_in(call, "version", {1, UINT64_MAX}, 0);
    if (!version) return std::unexpected(version.error());
    point.version = Version{*version};
  }
  if (const auto at = call.find("at")) {
    point.time = parse_time(*at);
    if (!point.time) {
      return std::unexpected(
          invalid("", "invalid-at", "at must be a time such as 2026-03-01T12:00:00Z"));
    }
  }
  if (!point.version && !point.time) return std::nullopt;
  return point;
}

std::vector<FieldShape> page_parameters() {
  return {
      {.name = "limit",
       .type = "integer",
       .required = false,
       .notes = {.description = "How many at most; 50 unless given",
                 .example = "50",
                 .minimum = 1,
                 .maximum = static_cast<std::int64_t>(limit_max)}},
      {.name = "cursor",
       .type = "string",
       .format = "opaque",
       .required = false,
       .notes = {.description = "The nextCursor of the page before"}},
  };
}

std::vector<FieldShape> after_parameters() {
  return {
      {.name = "after",
       .type = "integer",
       .required = false,
       .notes = {.description = "Wait until the answer reflects this position of the log",
                 .example = "0",
                 .minimum = 0}},
      {.name = "wait",
       .type = "integer",
       .required = false,
       .notes = {.description = "How long to wait for it, in milliseconds; 5000 unless given",
                 .example = "5000",
                 .minimum = 0,
                 .maximum = static_cast<std::int64_t>(wait_ms_max)}},
  };
}

std::vector<FieldShape> point_parameters() {
  return {
      {.name = "version",
       .type = "integer",
       .required = false,
       .notes = {.description = "As it was at this version", .example = "1", .minimum = 1}},
      {.name = "at",
       .type = "string",
       .format = "date-time",
       .required = false,
       .notes = {.description = "As it was at this time", .example = "\"2030-01-31T12:00:00Z\""}},
  };
}

}  // namespace daybook
