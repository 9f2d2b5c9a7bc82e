#include "src/cli/verify_schemas.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "daybook/event_store.h"
#include "daybook/json.h"
#include "daybook/upcaster.h"
#include "src/cli/event_lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t page_events = 1'000;
constexpr std::size_t groups_max = 10'000;  // a log may hold any number of types by mistake

// Events of one type and version that cannot be read, and the first of them.
struct Unreadable {
  std::uint64_t events = 0;
  Position position;
  std::string stream;
  std::string reason;
};

class SchemaCheck {
 public:
  explicit SchemaCheck(const std::vector<Context>& contexts) {
    for (const Context& context : contexts) {
      for (const std::string& category : context.categories) owners_.emplace(category, &context);
    }
  }

  void see(const RecordedEvent& event) {
    ++events_;
    const auto owner = owners_.find(category_of(event.stream));
    if (owner == owners_.end()) {
      ++foreign_;
      return;
    }
    const Context& context = *owner->second;
    const auto readable =
        check_readable(context.events, context.upcasters,
                       {event.type, event.schema_version, event.content_type, event.data});
    if (!readable) note(event, readable.error());
  }

  bool is_readable() const { return unreadable_ == 0; }

  void print(bool as_json) const {
    for (const auto& [form, group] : groups_) print_line(line_of(form, group, as_json));
    print_line(as_json ? json_summary() : summary());
  }

 private:
  using Form = std::pair<std::string, std::uint32_t>;

  void note(const RecordedEvent& event, const Error& why) {
    ++unreadable_;
    Form form(event.type, event.schema_version);
    if (groups_.size() == groups_max && !groups_.contains(form)) return;
    Unreadable& group = groups_[std::move(form)];
    if (group.events++ > 0) return;
    group.position = event.position;
    group.stream = event.stream;
    group.reason = why.pointer.empty() ? why.detail : why.pointer + " " + why.detail;
  }

  static std::string line_of(const Form& form, const Unreadable& group, bool as_json) {
    if (!as_json) {
      return fmt::format("{} in version {}: {} events, the first at position {} in {}: {}",
                         form.first, form.second, group.events, group.position.value, group.stream,
                         group.reason);
    }
    std::string line;
    JsonWriter json(line);
    json.begin_object();
    json.key("type").string(form.first);
    json.key("version").number(form.second);
    json.key("events").number(group.events);
    json.key("position").number(group.position.value);
    json.key("stream").string(group.stream);
    json.key("reason").string(group.reason);
    json.end_object();
    return line;
  }

  std::string summary() const {
    return fmt::format("{}: {} events, {} unreadable, {} of no context of this build",
                       is_readable() ? "readable" : "UNREADABLE", events_, unreadable_, foreign_);
  }

  std::string json_summary() const {
    std::string line;
    JsonWriter json(line);
    json.begin_object();
    json.key("readable").boolean(is_readable());
    json.key("events").number(events_);
    json.key("unreadable").number(unreadable_);
    json.key("ofNoContext").number(foreign_);
    json.end_object();
    return line;
  }

  std::map<std::string, const Context*, std::less<>> owners_;  // by category
  std::map<Form, Unreadable> groups_;
  std::uint64_t events_ = 0;
  std::uint64_t unreadable_ = 0;
  std::uint64_t foreign_ = 0;
};

std::expected<void, Error> read_all(EventStore& store, SchemaCheck& check) {
  Progress progress("decoding");
  const Position head = store.head();
  for (Position from;;) {
    const auto page = store.read_log({.from = from, .limit = page_events}, within(30s));
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& event : page->events) check.see(event);
    if (page->at_end) return {};
    from = page->next_position;
    progress.show(from.value, head.value);
  }
}

}  // namespace

int verify_schemas(const std::string& store, const std::vector<Context>& contexts, bool as_json) {
  const auto opened = open_for_reading(store);
  if (!opened) return fail(opened.error());
  SchemaCheck check(contexts);
  if (auto done = read_all(**opened, check); !done) return fail(done.error());
  check.print(as_json);
  const int printed = finish_lines();
  return check.is_readable() ? printed : 1;
}

}  // namespace daybook::cli
