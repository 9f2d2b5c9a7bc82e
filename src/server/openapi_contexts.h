// The OpenAPI document's part about what the contexts answer.
#pragma once

#include <span>

#include "daybook/context.h"
#include "daybook/operation.h"
#include "src/server/openapi_operation.h"
#include "src/server/openapi_schemas.h"

namespace daybook::server {

// Each operation becomes a path, each type that it names a schema.
void add_context_paths(std::span<const Context> contexts, std::span<const Operation> operations,
                       Paths& paths, NamedSchemas& schemas);

}  // namespace daybook::server
