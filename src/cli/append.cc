#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>

#include "daybook/json.h"
#include "daybook/stores.h"
#include "daybook/trace.h"
#include "src/cli/event_lines.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

struct AppendWords {
  std::string store, stream, type, data = "{}", metadata = "{}", id, expected = "any";
  std::vector<std::string> tags;
  bool json = false;
};

std::optional<ExpectedVersion> parse_expected(const std::string& text) {
  if (text == "none") return ExpectedVersion::none();
  if (text == "exists") return ExpectedVersion::exists();
  if (text == "any") return ExpectedVersion::any();
  if (text.empty() || text.size() > 19 || text.find_first_not_of("0123456789") != text.npos) {
    return std::nullopt;
  }
  return ExpectedVersion::exactly(Version{std::stoull(text)});
}

std::string read_standard_input() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

std::expected<NewEvent, Error> event_of(const AppendWords& words) {
  const auto free_fields = parse_json(words.metadata);
  if (!free_fields || !free_fields->is(Json::Kind::object)) {
    return std::unexpected(invalid("", "wrong-type", "--metadata must be a JSON object"));
  }
  const auto id = words.id.empty() ? Uuid() : Uuid::parse(words.id);
  if (!id) return std::unexpected(invalid("", "invalid-id", "--id must be a UUID"));
  Trace trace{.traceparent = new_traceparent(system_ids()), .source = "cli"};
  trace.trace_id = *trace_id_of(trace.traceparent);
  trace.correlation_id = system_ids().next().text();
  return NewEvent{.id = *id,
                  .type = words.type,
                  .data = words.data == "-" ? read_standard_input() : words.data,
                  .metadata = to_metadata(trace, words.metadata),
                  .tags = words.tags};
}

void print(const AppendWords& words, const Appended& appended) {
  const std::uint64_t version = appended.streams.front().version.value;
  std::string line;
  if (words.json) {
    JsonWriter json(line);
    json.begin_object();
    json.key("appended").number(appended.events);
    json.key("version").number(version);
    json.key("position").number(appended.position.value);
    if (appended.repeated) json.key("repeated").boolean(true);
    json.end_object();
  } else {
    line = appended.repeated ? "recorded before: " : "";
    line += words.stream + " is at version " + std::to_string(version) + ", the log at position " +
            std::to_string(appended.position.value);
  }
  print_line(line);
}

int append(const AppendWords& words, const CheckEvent& check) {
  const auto expected = parse_expected(words.expected);
  if (!expected) {
    return fail(2,
                "--expected \"" + words.expected + "\": must be a version, or none, exists or any");
  }
  const auto stream = StreamId::parse(words.stream);
  if (!stream) return fail(stream.error());
  if (stream->is_system()) {
    return fail(2, "streams whose names begin with \"$\" belong to the system itself");
  }
  auto event = event_of(words);
  if (!event) return fail(event.error());
  auto store = open_store(words.store);
  if (!store) return fail(store.error());
  if (auto done = check(**store, words.stream, *event); !done) return fail(done.error());
  Append append;
  append.streams.push_back({*stream, *expected, {}});
  append.streams.front().events.push_back(std::move(*event));
  const auto appended = (*store)->append(std::move(append), within(30s));
  if (!appended) return fail(appended.error());
  print(words, *appended);
  return finish_lines();
}

}  // namespace

void add_append(CLI::App& program, const CheckEvent& check, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<AppendWords>();
  CLI::App* verb = program.add_subcommand("append", "Append one event to a stream");
  verb->add_option("STREAM", words->stream, "the stream's name, category-id")->required();
  verb->add_option("--type", words->type, "the event's type")->required()->type_name("T");
  verb->add_option("--data", words->data, "the event's data; - reads standard input")
      ->type_name("JSON")
      ->capture_default_str();
  verb->add_option("--metadata", words->metadata, "free fields beside its trace, an object")
      ->type_name("JSON");
  verb->add_option("--id", words->id, "the event's id; the same id again is recorded once")
      ->type_name("UUID");
  verb->add_option("--expected", words->expected, "none, exists, or the version it must have")
      ->type_name("VERSION")
      ->capture_default_str();
  verb->add_option("--tag", words->tags, "a tag of the event; repeatable")
      ->type_name("TAG")
      ->allow_extra_args(false);
  verb->add_flag("--json", words->json, "answer with a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &check, &exit_code] { exit_code = append(*words, check); });
}

}  // namespace daybook::cli
