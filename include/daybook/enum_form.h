// The form of an enumeration: its names, in the order of its values, which are 0, 1, 2 and so on.
//
//   template <>
//   struct daybook::Form<orders::Status>
//       : daybook::EnumForm<orders::Status, "CREATED", "SHIPPED", "CANCELLED"> {};
#pragma once

#include <algorithm>
#include <array>
#include <expected>
#include <string>
#include <string_view>

#include "daybook/form.h"

namespace daybook {

template <class T, Literal... Names>
struct EnumForm : FormOf<T, "string"> {
  static constexpr std::array<std::string_view, sizeof...(Names)> names{Names.text...};

  static void describe(FieldShape& shape) { shape.values.assign(names.begin(), names.end()); }
  static std::expected<void, Error> read(const Json& json, T& to) {
    const auto found = std::ranges::find(names, json.text);
    if (!json.is(Json::Kind::string) || found == names.end()) {
      return std::unexpected(wrong_type("", wanted()));
    }
    to = static_cast<T>(found - names.begin());
    return {};
  }
  static void write(JsonWriter& to, T from) { to.string(names[static_cast<std::size_t>(from)]); }

 private:
  static std::string wanted() {
    std::string text = "one of";
    for (const auto name : names) text.append(text == "one of" ? " " : ", ").append(name);
    return text;
  }
};

}  // namespace daybook
