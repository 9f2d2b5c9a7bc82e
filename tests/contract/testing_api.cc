#include "daybook/testing_api.h"

#include <future>
#include <mutex>
#include <ostream>
#include <ranges>
#include <thread>
#include <vector>

#include "daybook/api.h"
#include "daybook/json.h"
#include "daybook/processes.h"
#include "daybook/read_stores.h"

namespace daybook::testing {
namespace {

constexpr auto patience = std::chrono::seconds(30);

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (const auto part : std::views::split(text, at)) {
    parts.emplace_back(part.begin(), part.end());
  }
  return parts;
}

// What the path names, by the names in the route; nothing when it is another route.
using Names = std::vector<std::pair<std::string, std::string>>;
std::optional<Names> names_in(std::string_view path, std::string_view route) {
  const auto asked = split(path, '/');
  const auto declared = split(route, '/');
  Names names;
  if (asked.size() != declared.size()) return std::nullopt;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string_view step = declared[i];
    if (step.starts_with('{')) {
      names.emplace_back(step.substr(1, step.size() - 2), asked[i]);
    } else if (asked[i] != step) {
      return std::nullopt;
    }
  }
  return names;
}

// A route without an id goes before one with: "/books/lost" is no book.
const Operation* route_for(const std::vector<Operation>& operations, std::string_view method,
                           std::string_view path) {
  const Operation* found = nullptr;
  for (const Operation& operation : operations) {
    if (operation.method != method || !names_in(path, operation.path)) continue;
    if (found == nullptr || operation.path == path) found = &operation;
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> query_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> query;
  for (const auto part : split(text, '&')) {
    const auto equals = std::min(part.find('='), part.size());
    if (part.empty()) continue;
    query.emplace_back(part.substr(0, equals), part.substr(std::min(equals + 1, part.size())));
  }
  return query;
}

const Json* at(const Json& json, std::string_view step) {
  if (!json.is(Json::Kind::array)) return json.find(step);
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    if (std::to_string(i) == step) return &json.items[i];
  }
  return nullptr;
}

std::string text_of(const Json& json) {
  if (json.is(Json::Kind::string)) return json.text;
  std::string text;
  JsonWriter writer(text);
  write_json(json, writer);
  return text;
}

}  // namespace

std::string Answered::text(std::string_view pointer) const {
  if (!result) return "";
  const auto body = parse_json(result->body);
  const Json* found = body ? &*body : nullptr;
  for (const auto step : split(pointer, '/') | std::views::drop(1)) {
    if (found != nullptr) found = at(*found, step);
  }
  return found == nullptr ? "" : text_of(*found);
}

std::string refusal(const std::expected<Reply, Error>& result) {
  if (result) return "accepted: " + result->body;
  const Error& error = result.error();
  if (error.kind == ErrorKind::conflict) return "409 " + error.code;
  if (error.kind == ErrorKind::fault) return "5xx " + error.code;
  constexpr std::string_view statuses[] = {"400", "404", "409", "422", "413"};
  std::string text(statuses[static_cast<std::size_t>(error.blame)]);
  text.append(" ").append(error.code).append(" ").append(error.detail);
  return error.pointer.empty() ? text : text.append(" ").append(error.pointer);
}

std::ostream& operator<<(std::ostream& out, const Answered& answered) {
  if (answered) return out << answered.status() << ' ' << answered.result->body;
  const Error& error = answered.result.error();
  return out << error.code << ": " << error.detail << ' ' << error.pointer;
}

class ApiUnderTest::Parts {
 public:
  explicit Parts(std::vector<Context> given) : contexts(std::move(given)) {
    for (const Context& context : contexts) {
      api.add(context);
      for (const ProcessMaker& make : context.processes) processes.add(make(context));
    }
    require(api.start().has_value(), "projections that start");
    require(processes.start().has_value(), "processes that start");
  }
  ~Parts() { processes.stop(); }

  ManualClock clock;
  CountingIds ids;
  const std::vector<Context> contexts;
  const std::unique_ptr<EventStore> store = open_memory_store({.clock = &clock, .ids = &ids});
  const std::unique_ptr<ReadStore> rows = open_memory_read_store();

 private:
  // A thread for each piece of work; they end after the Api.
  std::mutex mutex_;
  std::vector<std::jthread> threads_;

 public:
  Api api{{.store = *store,
           .clock = clock,
           .ids = ids,
           .executor =
               [this](std::move_only_function<void()> work) {
                 std::lock_guard lock(mutex_);
                 threads_.emplace_back(std::move(work));
                 return true;
               },
           .report = {},
           .rows = rows.get()}};

  Answered run(const Operation& operation, Call call) {
    std::promise<std::expected<Reply, Error>> promise;
    auto answer = promise.get_future();
    operation.run(std::move(call), [&](auto result) { promise.set_value(std::move(result)); });
    require(answer.wait_for(patience) == std::future_status::ready, "an answer in time");
    return {answer.get()};
  }

  void settle() { require(processes.settle(within(patience)), "processes that come to rest"); }

  Processes processes{
      {.events = *store, .rows = *rows, .clock = clock, .send = command_sender(api), .report = {}}};
};

ApiUnderTest::ApiUnderTest(Context context)
    : parts_(std::make_unique<Parts>(std::vector{std::move(context)})) {}
ApiUnderTest::ApiUnderTest(std::vector<Context> contexts)
    : parts_(std::make_unique<Parts>(std::move(contexts))) {}

ApiUnderTest::~ApiUnderTest() = default;

Answered ApiUnderTest::ask(std::string_view method, std::string_view path, Call call) {
  const std::size_t end = std::min(path.find('?'), path.size());
  const std::string_view bare = path.substr(0, end);
  const Operation* operation = route_for(parts_->api.operations(), method, bare);
  if (operation == nullptr) {
    ADD_FAILURE() << "there is no route for " << method << ' ' << path;
    return {std::unexpected(refuse("no-such-route", std::string(path), Blame::unknown))};
  }
  auto names = names_in(bare, operation->path);
  for (auto& [name, value] : *names) {
    if (name == "id") {
      call.id = std::move(value);
    } else {
      call.path.emplace_back(std::move(name), std::move(value));
    }
  }
  call.query = query_of(path.substr(std::min(end + 1, path.size())));
  return parts_->run(*operation, std::move(call));
}

Answered ApiUnderTest::send(std::string_view command, std::string data) {
  const Operation* operation = parts_->api.find_command(command);
  if (operation == nullptr) {
    ADD_FAILURE() << "there is no command " << command;
    return {std::unexpected(refuse("unknown-command", std::string(command), Blame::unknown))};
  }
  Call call{.body = std::move(data), .is_message = true};
  const auto json = parse_json(call.body);
  const Json* id = json ? json->find(operation->id_name) : nullptr;
  if (id != nullptr && id->is(Json::Kind::string)) call.id = id->text;
  return parts_->run(*operation, std::move(call));
}

void ApiUnderTest::settle() { parts_->settle(); }

ManualClock& ApiUnderTest::clock() { return parts_->clock; }
EventStore& ApiUnderTest::store() { return *parts_->store; }

}  // namespace daybook::testing
