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
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "daybook/field.h"
#include "daybook/json.h"

namespace daybook {

// One entry of a schema: a stored name, and the table behind it without its type.
struct TypeSchema {
  std::string name;
  std::uint32_t version = 1;
  std::type_index type;
  std::vector<FieldShape> fields;
  std::vector<Column> columns;         // of a read model that keeps values of this type
  std::shared_ptr<const void> record;  // a Record<T>, shared by copies of this entry
  std::function<std::expected<void, Error>(const Json&)> check;
  std::vector<Refusal> refusals;  // of a command, for the API's document

  // command("CloseAccount", …).refusing({unknown_account, already_closed})
  TypeSchema refusing(std::vector<Refusal> with) && {
    refusals = std::move(with);
    return std::move(*this);
  }

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
    entry.columns.insert(entry.columns.end(), field.columns.begin(), field.columns.end());
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
