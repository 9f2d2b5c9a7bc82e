#include "src/net/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

namespace daybook::net {

namespace {

std::string last_error() {
  std::array<char, 256> text = {};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

// Of what the client offers in ALPN, this server speaks one thing.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr std::array<unsigned char, 9> http_1_1 = {8,   'h', 't', 't', 'p',
                                                            '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int result = SSL_select_next_proto(&chosen, out_size, http_1_1.data(), http_1_1.size(),
                                           offered, offered_size);
  *out = chosen;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

void FreeTlsContext::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

std::expected<TlsContext, std::string> load_tls_context(const TlsOptions& options) {
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) return std::unexpected("TLS: " + last_error());
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context.get(), options.certificate_file.c_str()) != 1) {
    return std::unexpected("TLS certificate " + options.certificate_file + ": " + last_error());
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), options.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return std::unexpected("TLS key " + options.key_file + ": " + last_error());
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    return std::unexpected("TLS key " + options.key_file + " is not that of " +
                           options.certificate_file);
  }
  return context;
}

}  // namespace daybook::net
