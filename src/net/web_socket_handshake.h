// The request that turns HTTP into WebSocket (RFC 6455, section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/net/http.h"
#include "src/net/protocol_error.h"

namespace daybook::net {

// Why the request is no good handshake: 426 without one, 400, or 403 for a foreign Origin.
std::optional<ProtocolError> check_handshake(const Request& request,
                                             const std::vector<std::string>& allowed_origins);

// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);

}  // namespace daybook::net
