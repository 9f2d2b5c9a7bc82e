// The OpenAPI document's part about what every Daybook answers: the event store, what is kept
// of its streams, live events, health, and the document itself.
#pragma once

#include "src/server/openapi_operation.h"

namespace daybook::server {

void add_store_paths(Paths& paths);
void add_lifecycle_paths(Paths& paths);
void add_server_paths(Paths& paths);

}  // namespace daybook::server
