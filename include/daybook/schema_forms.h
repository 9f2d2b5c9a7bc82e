// The forms of the types that field tables (schema.h) know by themselves.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/form.h"
#include "daybook/json.h"
#include "daybook/money.h"
#include "daybook/uuid.h"

namespace daybook {

template <>
struct Form<std::string> : FormOf<std::string, "string"> {
  static std::expected<void, Error> read(const Json& json, std::string& to);
  static void write(JsonWriter& to, const std::string& from) { to.string(from); }
};

template <>
struct Form<bool> : FormOf<bool, "boolean"> {
  static std::expected<void, Error> read(const Json& json, bool& to);
  static void write(JsonWriter& to, bool from) { to.boolean(from); }
};

// A number without decimals that fits; 1e3 is refused, so that nothing depends on the notation.
template <>
struct Form<std::int64_t> : FormOf<std::int64_t, "integer"> {
  static std::expected<void, Error> read(const Json& json, std::int64_t& to);
  static void write(JsonWriter& to, std::int64_t from) { to.integer(from); }
};

template <>
struct Form<Version> : FormOf<Version, "integer"> {
  static std::expected<void, Error> read(const Json& json, Version& to);
  static void write(JsonWriter& to, Version from) { to.number(from.value); }
};

// A JSON number, or a string that holds one; written back as a number.
template <>
struct Form<Decimal> : FormOf<Decimal, "number", "decimal"> {
  static std::expected<void, Error> read(const Json& json, Decimal& to);
  static void write(JsonWriter& to, Decimal from) { to.raw(from.text()); }
};

template <>
struct Form<Currency> : FormOf<Currency, "string", "currency"> {
  static std::expected<void, Error> read(const Json& json, Currency& to);
  static void write(JsonWriter& to, Currency from) { to.string(from.code()); }
};

template <>
struct Form<Time> : FormOf<Time, "string", "date-time"> {
  static std::expected<void, Error> read(const Json& json, Time& to);
  static void write(JsonWriter& to, Time from) { to.string(to_text(from)); }
};

template <>
struct Form<Uuid> : FormOf<Uuid, "string", "uuid"> {
  static std::expected<void, Error> read(const Json& json, Uuid& to);
  static void write(JsonWriter& to, Uuid from) { to.string(from.text()); }
};

// Missing and null are both "nothing"; nothing is not written.
template <class T>
struct Form<std::optional<T>> {
  static constexpr const char* type = Form<T>::type;
  static constexpr const char* format = Form<T>::format;
  static constexpr bool required = false;

  static void describe(FieldShape& shape) {
    shape = shape_of<T>(shape.name);
    shape.required = false;
  }
  static std::expected<void, Error> read_member(const Json& object, std::string_view name,
                                                std::optional<T>& to) {
    const Json* json = object.find(name);
    if (json == nullptr || json->is(Json::Kind::null)) return {};
    return Form<T>::read_member(object, name, to.emplace());
  }
  static void write_member(JsonWriter& to, std::string_view name, const std::optional<T>& from) {
    if (from) Form<T>::write_member(to, name, *from);
  }
};

template <class T>
struct Form<std::vector<T>> : FormOf<std::vector<T>, "array"> {
  static void describe(FieldShape& shape) { shape.items = {shape_of<T>("")}; }
  static std::expected<void, Error> read(const Json& json, std::vector<T>& to) {
    if (!json.is(Json::Kind::array)) return std::unexpected(wrong_type("", "an array"));
    to.clear();
    for (const Json& item : json.items) {
      auto done = Form<T>::read(item, to.emplace_back());
      if (!done) {
        return std::unexpected(within("/" + std::to_string(to.size() - 1), done.error()));
      }
    }
    return {};
  }
  static void write(JsonWriter& to, const std::vector<T>& from) {
    to.begin_array();
    for (const T& item : from) Form<T>::write(to, item);
    to.end_array();
  }
};

// Money as two members of the object around it. No currency means one with two decimals.
std::expected<void, Error> read_money(const Json& object, std::string_view amount,
                                      std::string_view currency, Money& to);
void write_money(JsonWriter& to, std::string_view amount, std::string_view currency,
                 const Money& from);

}  // namespace daybook
