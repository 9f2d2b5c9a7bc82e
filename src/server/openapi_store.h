// The OpenAPI document's part about what every Daybook answers: the event store, live events,
// health, and the document itself.
#pragma once

#include "src/server/openapi_operation.h"

namespace daybook::server {

void add_store_paths(Paths& paths);
void add_server_paths(Paths& paths);

}  // namespace daybook::server
