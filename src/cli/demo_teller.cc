#include "src/cli/demo_teller.h"

#include <fmt/format.h>

#include "daybook/json.h"

namespace daybook::cli {
namespace {

std::string text_of(const std::optional<Json>& json, std::string_view name) {
  const Json* found = json ? json->find(name) : nullptr;
  return found == nullptr ? std::string() : found->text;
}

std::optional<Json> json_of(std::string_view body) {
  auto json = parse_json(body);
  return json ? std::optional(std::move(*json)) : std::nullopt;
}

std::string unexpected_answer(const DemoRequest& request, const net::HttpAnswer& answer) {
  const std::string detail = text_of(json_of(answer.body), "detail");
  return fmt::format("{} {} was answered with {}: {}", request.method, request.path, answer.status,
                     detail.empty() ? answer.body : detail);
}

}  // namespace

std::string with_id(std::string_view text, std::string_view id) {
  constexpr std::string_view place = "{id}";
  std::string result;
  for (auto at = text.find(place); at != text.npos; at = text.find(place)) {
    result.append(text.substr(0, at)).append(id);
    text.remove_prefix(at + place.size());
  }
  return result.append(text);
}

std::expected<net::HttpAnswer, std::string> Teller::ask(const DemoRequest& request) {
  return client_.send(request.method, "/api" + with_id(request.path, id_),
                      with_id(request.body, id_), {{"x-source", "demo"}});
}

std::expected<void, std::string> Teller::tell(const DemoStory& story, const MayGoOn& may_go_on,
                                              const Told& told) {
  id_.clear();
  for (const DemoRequest& request : story.requests) {
    if (!request.is_refused && !may_go_on()) return {};
    const auto answer = ask(request);
    if (!answer) return std::unexpected(answer.error());
    const bool is_right = request.is_refused ? answer->status == 409 : answer->status < 300;
    if (!is_right) return std::unexpected(unexpected_answer(request, *answer));
    if (request.is_refused) {
      ++refused_;
      continue;
    }
    const auto json = json_of(answer->body);
    if (id_.empty()) id_ = text_of(json, story.id_name);
    const std::string version = text_of(json, "version");
    const std::string position = text_of(json, "position");
    if (version.empty() || position.empty()) {
      return std::unexpected(unexpected_answer(request, *answer));
    }
    Acknowledged done{.version = std::stoull(version), .position = std::stoull(position)};
    if (!story.category.empty()) done.stream = story.category + "-" + id_;
    if (auto noted = told(done); !noted) return noted;
  }
  return {};
}

}  // namespace daybook::cli
