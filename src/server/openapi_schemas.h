// How the types of the contexts look to those who call: JSON Schema, draft 2020-12.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daybook/schema.h"
#include "src/server/openapi_json.h"

namespace daybook::server {

// What comes in may write exact numbers as strings; what goes out never does.
enum class Way { in, out };

std::string schema_of(const FieldShape& field, Way way);

// An object of these fields, and of further members.
std::string schema_of(const std::vector<FieldShape>& fields, Way way,
                      const std::vector<Piece>& further = {});

// The schemas that have a name, in the order in which they were first asked for.
class NamedSchemas {
 public:
  // The name that this schema goes by: its own, or a longer one when another schema has that.
  std::string add(std::string_view context, const std::string& name, std::string schema);

  const std::vector<Piece>& all() const { return all_; }

 private:
  std::vector<Piece> all_;
};

}  // namespace daybook::server
