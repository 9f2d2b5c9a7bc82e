// The OpenAPI document's part about projections.
#pragma once

#include "src/server/openapi_operation.h"

namespace daybook::server {

void add_projection_paths(Paths& paths);

}  // namespace daybook::server
