#include "src/net/web_socket_handshake.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "src/net/ascii.h"

namespace daybook::net {

namespace {

constexpr ProtocolError no_upgrade = {426, "upgrade-required", "This path speaks WebSocket."};
constexpr ProtocolError bad_version = {426, "websocket-version-not-supported",
                                       "The only WebSocket version known here is 13."};
constexpr ProtocolError bad_key = {400, "malformed-websocket-key",
                                   "Sec-WebSocket-Key is 16 bytes in base64."};
constexpr ProtocolError foreign_origin = {403, "origin-not-allowed",
                                          "Pages of this origin may not open a WebSocket here."};

bool is_base64_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

bool is_key(std::string_view key) {
  return key.size() == 24 && key.ends_with("==") &&
         std::ranges::all_of(key.substr(0, 22), is_base64_char);
}

// "https://example.org:8080" is the origin of the host "example.org:8080", asked over TLS.
bool is_same_origin(std::string_view origin, const Request& request) {
  const std::string_view scheme = request.secure ? "https://" : "http://";
  if (!equals_ignoring_case(origin.substr(0, scheme.size()), scheme)) return false;
  return equals_ignoring_case(origin.substr(scheme.size()), request.header("Host").value_or(""));
}

bool is_allowed(std::string_view origin, const std::vector<std::string>& allowed) {
  return std::ranges::any_of(allowed, [&](const std::string& one) {
    return one == "*" || equals_ignoring_case(one, origin);
  });
}

}  // namespace

std::optional<ProtocolError> check_handshake(const Request& request,
                                             const std::vector<std::string>& allowed_origins) {
  if (request.method != Method::get ||
      !list_has(request.header("Connection").value_or(""), "upgrade") ||
      !list_has(request.header("Upgrade").value_or(""), "websocket")) {
    return no_upgrade;
  }
  if (request.header("Sec-WebSocket-Version") != "13") return bad_version;
  if (!is_key(request.header("Sec-WebSocket-Key").value_or(""))) return bad_key;
  const auto origin = request.header("Origin");
  if (origin && !is_same_origin(*origin, request) && !is_allowed(*origin, allowed_origins)) {
    return foreign_origin;
  }
  return std::nullopt;
}

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::array<unsigned char, 64> encoded = {};
  const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length)};
}

}  // namespace daybook::net
