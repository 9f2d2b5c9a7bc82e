// From a request that is understood to the handler that answers it: routing, filters, and the
// answers that need no handler.
#pragma once

#include <memory>
#include <optional>

#include "src/net/exchange.h"
#include "src/net/protocol_error.h"
#include "src/net/service.h"

namespace daybook::net {

// Decodes the target, and finds the route.
std::optional<ProtocolError> resolve_target(const Service& service, Exchange& exchange);

// Whether its handler may turn the connection into something other than HTTP.
bool opens_stream(const Exchange& exchange);

// Has the request answered, now or later. Never throws: a handler that does answers 500. The
// exchange is shared with the handler until it is answered.
void dispatch(const Service& service, const std::shared_ptr<Exchange>& exchange) noexcept;

}  // namespace daybook::net
