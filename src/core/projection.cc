#include "daybook/projection.h"

#include <algorithm>

#include "daybook/context.h"

namespace daybook {

Schema heard_events(const Context& context, std::span<const std::type_index> types) {
  Schema heard;
  for (const Schema* schema : {&context.events, &context.reads}) {
    for (const TypeSchema& entry : *schema) {
      if (std::ranges::find(types, entry.type) != types.end()) heard.push_back(entry);
    }
  }
  return heard;
}

ProjectionSource source_of(const Context& context, std::span<const std::string_view> categories,
                           const Schema& events) {
  ProjectionSource source;
  source.categories.assign(categories.begin(), categories.end());
  if (source.categories.empty()) source.categories = context.categories;
  for (const TypeSchema& entry : events) source.types.push_back(entry.name);
  source.types = stored_names(context.upcasters, std::move(source.types));
  return source;
}

TableSchema table_of(const Context& context, std::type_index row) {
  const auto found = std::ranges::find_if(
      context.tables, [&](const TableSchema& table) { return table.type.type == row; });
  require(found != context.tables.end(), "a projection's rows have a table in its context");
  return *found;
}

}  // namespace daybook
