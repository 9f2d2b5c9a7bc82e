// daybook projections: where the read models of a running server are, and how to mend them.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "daybook/json.h"
#include "src/cli/event_lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/net/http_client.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

struct ProjectionsWords {
  std::string url = "http://127.0.0.1:3000";
  std::string name;
  std::uint64_t position = 0;
  bool json = false;
  bool wait = false;
};

// One connection to the server, and what it says of projections.
class Server {
 public:
  explicit Server(net::HttpClient client) : client_(std::move(client)) {}

  static std::expected<Server, std::string> connect(const std::string& text) {
    const auto url = net::HttpUrl::parse(text);
    if (!url) return std::unexpected("--url " + text + ": " + url.error());
    auto client = net::HttpClient::connect(*url);
    if (!client) return std::unexpected(client.error());
    return Server(std::move(*client));
  }

  std::expected<Json, std::string> get(const std::string& path) { return read(client_.get(path)); }
  std::expected<Json, std::string> post(const std::string& path) {
    return read(client_.post(path, ""));
  }

  std::expected<Json, std::string> projection(const std::string& name) {
    auto body = get("/api/projections");
    if (!body) return body;
    for (const Json& one : body->find("projections")->items) {
      if (one.find("name")->text == name) return one;
    }
    return std::unexpected("there is no projection " + name);
  }

 private:
  static std::expected<Json, std::string> read(std::expected<net::HttpAnswer, std::string> answer) {
    if (!answer) return std::unexpected(answer.error());
    auto body = parse_json(answer->body);
    if (!body) return std::unexpected("the server answered something that is not JSON");
    if (answer->status < 300) return std::move(*body);
    const Json* detail = body->find("detail");
    return std::unexpected(detail != nullptr ? detail->text
                                             : "status " + std::to_string(answer->status));
  }

  net::HttpClient client_;
};

void write(const Json& json, JsonWriter& to) {
  switch (json.kind) {
    case Json::Kind::null:
      to.null();
      return;
    case Json::Kind::boolean:
      to.boolean(json.boolean);
      return;
    case Json::Kind::number:
      to.raw(json.text);
      return;
    case Json::Kind::string:
      to.string(json.text);
      return;
    case Json::Kind::array:
      to.begin_array();
      for (const Json& item : json.items) write(item, to);
      to.end_array();
      return;
    case Json::Kind::object:
      to.begin_object();
      for (const auto& [name, value] : json.members) write(value, to.key(name));
      to.end_object();
      return;
  }
}

std::string line_of(const Json& projection, bool as_json) {
  if (as_json) {
    std::string line;
    JsonWriter writer(line);
    write(projection, writer);
    return line;
  }
  const auto text = [&](std::string_view name) {
    const Json* member = projection.find(name);
    return member == nullptr ? std::string("-") : member->text;
  };
  std::string line =
      fmt::format("{:<28} {:<11} at {:>10}  lag {:>8}  dead letters {}", text("name"),
                  text("status"), text("checkpoint"), text("lag"), text("deadLetters"));
  if (projection.find("rebuildPosition") != nullptr) {
    line += fmt::format("  rebuilt up to {}", text("rebuildPosition"));
  }
  if (projection.find("problem") != nullptr) line += "  " + text("problem");
  return line;
}

int list(const ProjectionsWords& words) {
  auto server = Server::connect(words.url);
  if (!server) return fail(1, server.error());
  const auto body = server->get("/api/projections");
  if (!body) return fail(1, body.error());
  for (const Json& one : body->find("projections")->items) print_line(line_of(one, words.json));
  return finish_lines();
}

std::uint64_t number_in(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member == nullptr ? 0 : std::strtoull(member->text.c_str(), nullptr, 10);
}

// Until the rows have been swapped, asking four times a second.
int follow(Server& server, const ProjectionsWords& words) {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  Progress progress("rebuilding " + words.name);
  for (;;) {
    const auto now = server.projection(words.name);
    if (!now) return fail(1, now.error());
    if (now->find("rebuildPosition") == nullptr) {
      print_line(line_of(*now, words.json));
      return finish_lines();
    }
    progress.show(number_in(*now, "rebuildPosition"),
                  number_in(*now, "checkpoint") + number_in(*now, "lag"));
    never.wait_for(lock, 250ms);
  }
}

int rebuild(const ProjectionsWords& words) {
  auto server = Server::connect(words.url);
  if (!server) return fail(1, server.error());
  const auto begun = server->post("/api/projections/" + words.name + "/rebuild");
  if (!begun) return fail(1, begun.error());
  if (words.wait) return follow(*server, words);
  const auto now = server->projection(words.name);
  if (!now) return fail(1, now.error());
  print_line(line_of(*now, words.json));
  return finish_lines();
}

int mend(const ProjectionsWords& words, std::string_view how) {
  auto server = Server::connect(words.url);
  if (!server) return fail(1, server.error());
  std::string path = "/api/projections/" + words.name + "/" + std::string(how);
  if (words.position > 0) path += "?position=" + std::to_string(words.position);
  const auto left = server->post(path);
  if (!left) return fail(1, left.error());
  const std::uint64_t letters = number_in(*left, "deadLetters");
  print_line(words.json ? fmt::format(R"({{"deadLetters":{}}})", letters)
                        : fmt::format("{} dead letters left", letters));
  return finish_lines();
}

CLI::App* add_verb(CLI::App& verbs, const std::string& name, const std::string& description,
                   const std::shared_ptr<ProjectionsWords>& words) {
  CLI::App* verb = verbs.add_subcommand(name, description);
  verb->add_option("--url", words->url, "the running server")
      ->type_name("URL")
      ->capture_default_str();
  verb->add_flag("--json", words->json, "one JSON object a line");
  return verb;
}

void add_name(CLI::App& verb, const std::shared_ptr<ProjectionsWords>& words) {
  verb.add_option("name", words->name, "of the projection")->required()->type_name("NAME");
}

}  // namespace

void add_projections(CLI::App& program, int& exit_code) {
  CLI::App* verbs = program.add_subcommand(
      "projections", "Where the read models of a running server are, and how to mend them");
  verbs->require_subcommand(1);
  // Shared by the options, which fill it, and by the callbacks.
  const auto words = std::make_shared<ProjectionsWords>();

  add_verb(*verbs, "list", "Each with its status, checkpoint, lag and dead letters", words)
      ->callback([words, &exit_code] { exit_code = list(*words); });

  CLI::App* verb =
      add_verb(*verbs, "rebuild", "Build new rows beside the live ones, and swap them", words);
  add_name(*verb, words);
  verb->add_flag("--wait", words->wait, "until they have been swapped, with a progress bar");
  verb->callback([words, &exit_code] { exit_code = rebuild(*words); });

  verb = add_verb(*verbs, "retry", "Apply the parked events again", words);
  add_name(*verb, words);
  verb->callback([words, &exit_code] { exit_code = mend(*words, "retry"); });

  verb = add_verb(*verbs, "skip", "Give up a dead letter, and go on behind it", words);
  add_name(*verb, words);
  verb->add_option("--position", words->position, "which one (the first)")->type_name("N");
  verb->callback([words, &exit_code] { exit_code = mend(*words, "skip"); });
}

}  // namespace daybook::cli
