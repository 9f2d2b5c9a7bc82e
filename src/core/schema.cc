#include "daybook/schema.h"

namespace daybook {

const TypeSchema& entry_of(const Schema& schema, std::type_index type) {
  const auto found = std::ranges::find(schema, type, &TypeSchema::type);
  require(found != schema.end(), "a schema entry for every type");
  return *found;
}

const TypeSchema* find_entry(const Schema& schema, std::string_view name) {
  const auto found = std::ranges::find(schema, name, &TypeSchema::name);
  return found == schema.end() ? nullptr : &*found;
}

}  // namespace daybook
