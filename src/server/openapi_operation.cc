#include "src/server/openapi_operation.h"

#include <algorithm>

namespace daybook::server {
namespace {

std::string text_or_nothing(const std::string& text) {
  return text.empty() ? std::string() : json_string(text);
}

}  // namespace

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

void Paths::add(DocumentedOperation operation) {
  const std::string method = in_lower_case(operation.method);

  auto item = std::ranges::find(items_, operation.path, [](const auto& one) { return one.first; });
  if (item == items_.end()) item = items_.insert(items_.end(), {operation.path, {}});
  item->second.emplace_back(
      method,
      object({{"operationId", json_string(operation.id)},
              {"tags", strings({operation.tag})},
              {"summary", json_string(operation.summary)},
              {"description", text_or_nothing(operation.description)},
              {"parameters", operation.parameters.empty() ? "" : array(operation.parameters)},
              {"requestBody", operation.request},
              {"responses", object(operation.responses)}}));
}

std::string Paths::json() const {
  std::vector<Piece> paths;
  for (const auto& [path, methods] : items_) paths.emplace_back(path, object(methods));
  return object(paths);
}

std::string json_content(std::string schema, std::string example) {
  return object({{"application/json",
                  object({{"schema", std::move(schema)}, {"example", std::move(example)}})}});
}

std::string response(std::string_view description, const std::vector<std::string>& headers,
                     std::string content) {
  std::vector<Piece> all;
  for (const std::string& name : headers) all.emplace_back(name, ref("headers", name));
  for (const char* name : {"traceparent", "x-trace-id", "x-correlation-id"}) {
    all.emplace_back(name, ref("headers", name));
  }
  return object({{"description", json_string(description)},
                 {"headers", object(all)},
                 {"content", std::move(content)}});
}

}  // namespace daybook::server
