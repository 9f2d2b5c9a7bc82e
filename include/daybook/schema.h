// How C++ types look in JSON: tables of fields, one for each event, command and view. Stored names
// stand here apart from C++ names, so that a rename in the code is safe.
//
//   Schema events() {
//     return {event("FundsDeposited", money("amount", "currency", &FundsDeposited::amount))};
//   }
//
// Reading blames with a JSON pointer; unknown members are ignored. Safe from many threads.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "daybook/json.h"
#include "daybook/money.h"
#include "daybook/schema_forms.h"

namespace daybook {

struct FieldShape {
  std::string name;
  std::string type;    // string, integer, number, boolean, array, object
  std::string format;  // date-time, uuid, email, decimal, currency, or empty
  bool required = true;
};

template <class T>
struct Field {
  std::vector<FieldShape> shapes;
  std::function<std::expected<void, Error>(const Json& object, T& to)> read;
  std::function<void(const T& from, JsonWriter& to)> write;
};

// A member under a stored name. An optional member may be missing.
template <class T, class Member>
Field<T> field(std::string_view name, Member T::* member) {
  using F = Form<Member>;
  return {{FieldShape{std::string(name), F::type, F::format, F::required}},
          [name = std::string(name), member](const Json& object, T& to) {
            return F::read_member(object, name, to.*member);
          },
          [name = std::string(name), member](const T& from, JsonWriter& to) {
            F::write_member(to, name, from.*member);
          }};
}

// Money as two members: an exact number and an ISO 4217 code.
template <class T>
Field<T> money(std::string_view amount, std::string_view currency, Money T::* member) {
  return {
      {FieldShape{std::string(amount), "number", "decimal", true},
       FieldShape{std::string(currency), "string", "currency", false}},
      [amount = std::string(amount), currency = std::string(currency), member](
          const Json& object, T& to) { return read_money(object, amount, currency, to.*member); },
      [amount = std::string(amount), currency = std::string(currency), member](
          const T& from, JsonWriter& to) { write_money(to, amount, currency, from.*member); }};
}

// The table of one C++ type.
template <class T>
struct Record {
  std::vector<Field<T>> fields;

  std::expected<void, Error> read(const Json& json, T& to) const {
    if (!json.is(Json::Kind::object)) return std::unexpected(wrong_type("", "an object"));
    for (const auto& field : fields) {
      if (auto done = field.read(json, to); !done) return done;
    }
    return {};
  }

  void write(const T& from, JsonWriter& to) const {
    to.begin_object();
    for (const auto& field : fields) field.write(from, to);
    to.end_object();
  }
};

// One entry of a schema: a stored name, and the table behind it without its type.
struct TypeSchema {
  std::string name;
  std::uint32_t version = 1;
  std::type_index type;
  std::vector<FieldShape> fields;
  std::shared_ptr<const void> record;  // a Record<T>, shared by copies of this entry
  std::function<std::expected<void, Error>(const Json&)> check;

  template <class T>
  const Record<T>& as() const {
    require(type == typeid(T), "schema entry used as another type");
    return *static_cast<const Record<T>*>(record.get());
  }
};

using Schema = std::vector<TypeSchema>;

template <class T, class... Fields>
TypeSchema type_schema(std::string_view name, Fields... fields) {
  auto record = std::make_shared<Record<T>>();
  (record->fields.push_back(std::move(fields)), ...);
  TypeSchema entry{.name = std::string(name), .type = typeid(T)};
  for (const auto& field : record->fields) {
    entry.fields.insert(entry.fields.end(), field.shapes.begin(), field.shapes.end());
  }
  entry.check = [record](const Json& json) {
    T value{};
    return record->read(json, value);
  };
  entry.record = std::move(record);
  return entry;
}

// The type comes from the fields.
template <class T, class... Fields>
TypeSchema event(std::string_view name, Field<T> first, Fields... rest) {
  return type_schema<T>(name, std::move(first), std::move(rest)...);
}

// For types without fields: event<AccountFrozen>("AccountFrozen").
template <class T>
TypeSchema event(std::string_view name) {
  return type_schema<T>(name);
}

template <class T, class... Fields>
TypeSchema command(std::string_view name, Field<T> first, Fields... rest) {
  return type_schema<T>(name, std::move(first), std::move(rest)...);
}

template <class T>
TypeSchema command(std::string_view name) {
  return type_schema<T>(name);
}

template <class T, class... Fields>
TypeSchema view(std::string_view name, Field<T> first, Fields... rest) {
  return type_schema<T>(name, std::move(first), std::move(rest)...);
}

// The entry for a C++ type or a stored name; for a type it is a bug if there is none.
const TypeSchema& entry_of(const Schema& schema, std::type_index type);
const TypeSchema* find_entry(const Schema& schema, std::string_view name);

}  // namespace daybook
