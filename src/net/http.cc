#include "src/net/http.h"

#include <algorithm>
#include <array>

#include "src/net/ascii.h"

namespace daybook::net {

namespace {

std::optional<std::string_view> find(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &Field::name);
  if (found == fields.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::string_view name(Method method) {
  constexpr std::array<std::string_view, 8> names = {"GET",   "HEAD",   "POST",    "PUT",
                                                     "PATCH", "DELETE", "OPTIONS", ""};
  return names[static_cast<std::size_t>(method)];
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const Field& field : headers) {
    if (equals_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::query(std::string_view name) const {
  return find(query_list, name);
}

std::optional<std::string_view> Request::param(std::string_view name) const {
  return find(param_list, name);
}

}  // namespace daybook::net
