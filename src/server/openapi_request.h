// What the OpenAPI document says of a request: which of an operation's fields stand in its path,
// its query or its body.
#pragma once

#include <string>
#include <vector>

#include "daybook/operation.h"
#include "src/server/openapi_schemas.h"

namespace daybook::server {

// A name in a path that stands for any id.
std::string_view some_id();

// JSON of all parameters, headers included.
std::vector<std::string> parameters_of(const Operation& operation);

// JSON of the body of a command; empty when it has none.
std::string request_of(const Operation& operation, NamedSchemas& schemas);

}  // namespace daybook::server
