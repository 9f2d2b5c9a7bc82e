#include <fmt/format.h>

#include <memory>
#include <optional>

#include "daybook/json.h"
#include "daybook/retention_json.h"
#include "daybook/stores.h"
#include "src/cli/event_lines.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

struct RetainWords {
  std::string store, stream, max_age;
  std::optional<std::uint64_t> before, max_count;
  bool clear = false, json = false;

  bool change_something() const { return clear || before || max_count || !max_age.empty(); }
};

// "30d", "12h", "90m", "45s".
std::optional<std::chrono::seconds> parse_age(std::string_view text) {
  constexpr std::uint64_t number_max = 10'000'000'000;
  if (text.size() < 2 || text.size() > 12) return std::nullopt;
  const std::string_view digits = text.substr(0, text.size() - 1);
  if (digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  std::uint64_t number = std::stoull(std::string(digits));
  switch (text.back()) {
    case 'd':
      number *= 24;
      [[fallthrough]];
    case 'h':
      number *= 60;
      [[fallthrough]];
    case 'm':
      number *= 60;
      [[fallthrough]];
    case 's':
      break;
    default:
      return std::nullopt;
  }
  if (number < 1 || number > number_max) return std::nullopt;
  return std::chrono::seconds(number);
}

std::string line_of(const RetainWords& words, const Retention& retention) {
  const RetentionLimits& limits = retention.limits;
  std::string line;
  if (words.json) {
    JsonWriter json(line);
    json.begin_object().key("stream").string(words.stream);
    write_retention_members(retention, json);
    json.end_object();
    return line;
  }
  if (retention.is_tombstoned) return words.stream + " was deleted for ever";
  line = words.stream + " keeps";
  line +=
      limits.max_count ? fmt::format(" its newest {} events", *limits.max_count) : " its events";
  if (limits.max_age) line += fmt::format(" of the last {} seconds", limits.max_age->count());
  if (retention.truncate_before.value > 1) {
    line += fmt::format(" from version {} on", retention.truncate_before.value);
  }
  return line;
}

// What is not named stays as it is.
std::expected<void, Error> change(EventStore& store, const RetainWords& words,
                                  const StreamId& stream,
                                  std::optional<std::chrono::seconds> max_age) {
  const auto about = retention_stream(stream);
  if (!about) return std::unexpected(about.error());
  const auto present = store.retention(stream, within(30s));
  if (!present) return std::unexpected(present.error());
  RetentionLimits limits = words.clear ? RetentionLimits() : present->limits;
  if (max_age) limits.max_age = max_age;
  if (words.max_count) limits.max_count = words.max_count;
  const auto before = words.before ? std::optional(Version{*words.before}) : std::nullopt;
  Append append;
  append.streams.push_back({*about, ExpectedVersion::any(), {retention_set(before, limits)}});
  const auto appended = store.append(std::move(append), within(30s));
  if (appended) return {};
  Error error = appended.error();
  error.pointer.clear();  // into an append that nobody has seen
  return std::unexpected(std::move(error));
}

int retain(const RetainWords& words) {
  const auto stream = StreamId::parse(words.stream);
  if (!stream) return fail(stream.error());
  const auto max_age = parse_age(words.max_age);
  if (!words.max_age.empty() && !max_age) {
    return fail(2, "--max-age \"" + words.max_age + "\": such as 30d, 12h, 90m or 45s");
  }
  auto store = words.change_something() ? open_store(words.store) : open_for_reading(words.store);
  if (!store) return fail(store.error());
  if (words.change_something()) {
    if (auto done = change(**store, words, *stream, max_age); !done) return fail(done.error());
  }
  const auto retention = (*store)->retention(*stream, within(30s));
  if (!retention) return fail(retention.error());
  print_line(line_of(words, *retention));
  return finish_lines();
}

}  // namespace

void add_retain(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<RetainWords>();
  CLI::App* verb = program.add_subcommand("retain", "Say, or show, what is kept of a stream");
  verb->add_option("STREAM", words->stream, "the stream's name, category-id")->required();
  verb->add_option("--before", words->before, "keep no events below this version")
      ->type_name("N")
      ->check(whole_number());
  verb->add_option("--max-age", words->max_age, "keep no events older than this: 30d, 12h, 45s")
      ->type_name("DURATION");
  verb->add_option("--max-count", words->max_count, "keep the newest events only, so many")
      ->type_name("N")
      ->check(whole_number());
  verb->add_flag("--clear", words->clear, "without a greatest age or count, unless named here");
  verb->add_flag("--json", words->json, "answer with a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = retain(*words); });
}

}  // namespace daybook::cli
