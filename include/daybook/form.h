// The form of one C++ type in JSON. A context that has a type of its own (an enumeration, say)
// specialises Form for it:
//
//   template <>
//   struct daybook::Form<Status> : daybook::FormOf<Status, "string"> {
//     static std::expected<void, Error> read(const Json& json, Status& to);
//     static void write(JsonWriter& to, Status from);
//   };
#pragma once

#include <algorithm>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "daybook/field_shape.h"
#include "daybook/json.h"
#include "daybook/result.h"

namespace daybook {

template <std::size_t N>
struct Literal {
  char text[N];
  constexpr Literal(const char (&from)[N]) { std::copy_n(from, N, text); }  // NOLINT
};

// "must be a string", blamed on what the pointer names.
Error wrong_type(std::string pointer, std::string_view wanted);
Error missing(std::string_view name);

// The same error, one level further out: "/qty" becomes "/lines/1/qty".
Error within(std::string_view outer, Error error);

template <class T>
struct Form;

// The shape of a member of this type, as far as its form tells.
template <class T>
FieldShape shape_of(std::string_view name) {
  FieldShape shape{std::string(name), Form<T>::type, Form<T>::format, Form<T>::required};
  if constexpr (requires { Form<T>::describe(shape); }) Form<T>::describe(shape);
  return shape;
}

// What every form has in common: a required member that is found and read by its name.
template <class T, Literal Type, Literal Format = "">
struct FormOf {
  static constexpr const char* type = Type.text;
  static constexpr const char* format = Format.text;
  static constexpr bool required = true;

  static std::expected<void, Error> read_member(const Json& object, std::string_view name, T& to) {
    const Json* json = object.find(name);
    if (json == nullptr) return std::unexpected(missing(name));
    auto done = Form<T>::read(*json, to);
    if (!done) return std::unexpected(within(pointer_to(name), done.error()));
    return {};
  }
  static void write_member(JsonWriter& to, std::string_view name, const T& from) {
    to.key(name);
    Form<T>::write(to, from);
  }
};

}  // namespace daybook
