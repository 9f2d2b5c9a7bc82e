// A stream of bytes to one client, plain or encrypted. Everything above it is written once,
// against this interface, and compiled once. Lives on one io thread.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <openssl/types.h>
#include <boost/asio/ip/tcp.hpp>

namespace daybook::net {

enum class IoStatus {
  ok,
  ended,
  failed
};  // `ended`: the client sends no more, and may still read.

// Whom a transport tells. Shared by the loop's list and by operations under way, so that it lives
// until the last of them has come back.
class TransportOwner {
 public:
  virtual ~TransportOwner() = default;
  virtual void on_read(IoStatus status, std::size_t count) = 0;
  virtual void on_writable(IoStatus status) = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;

  // Reads what there is into `into`, which must stay; one read at a time. Answers by on_read, not
  // from within the call.
  virtual void read(std::span<char> into, std::shared_ptr<TransportOwner> owner) = 0;

  // Takes what it can at once, maybe nothing, and says how much.
  virtual IoStatus write(std::span<const std::string_view> pieces, std::size_t& count) = 0;

  // Whether bytes it took are still waiting for the kernel (encrypted ones can).
  virtual bool has_unsent() const = 0;

  // Answers by on_writable when write() is worth another call; one wait at a time.
  virtual void wait_writable(std::shared_ptr<TransportOwner> owner) = 0;

  virtual void shut_down() = 0;  // The client reads the end after what was written.
  virtual void close() = 0;      // At once; operations under way come back as failed.
  virtual bool is_secure() const = 0;
};

std::unique_ptr<Transport> tcp_transport(boost::asio::ip::tcp::socket socket);
std::unique_ptr<Transport> tls_transport(boost::asio::ip::tcp::socket socket, SSL_CTX& context);

}  // namespace daybook::net
