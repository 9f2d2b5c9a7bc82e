// What happens around every request: pages of other origins are kept out, every answer gets the
// headers that all answers have, and the log gets its line.
#pragma once

#include "daybook/clock.h"
#include "src/net/http.h"
#include "src/server/cors.h"
#include "src/server/log.h"

namespace daybook::server {

// All of them are used until the server has stopped.
net::Filters request_filters(const Cors& cors, IdSource& ids, Log& log);

// Errors that net itself found, as problems.
net::ErrorResponse error_responses(IdSource& ids);

}  // namespace daybook::server
