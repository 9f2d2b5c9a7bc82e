// The certificate and the rules of TLS, loaded once for all connections.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include <openssl/types.h>

#include "src/net/server.h"

namespace daybook::net {

struct FreeTlsContext {
  void operator()(SSL_CTX* context) const;
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTlsContext>;

// The error names the file that is missing, unreadable, or does not fit the other.
std::expected<TlsContext, std::string> load_tls_context(const TlsOptions& options);

}  // namespace daybook::net
