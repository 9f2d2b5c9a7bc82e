#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "src/net/transport.h"

namespace daybook::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

// Ciphertext that waits for the kernel; beyond it write() takes no more plaintext.
constexpr std::size_t unsent_bytes_max = 128 * 1024;
constexpr std::size_t record_bytes = 16 * 1024;

// OpenSSL as a filter between two memory buffers: this class alone moves bytes to and from the
// socket, so that reads and writes never wait for each other. The owner is shared with each
// operation under way (see TransportOwner).
class TlsTransport final : public Transport {
 public:
  TlsTransport(asio::ip::tcp::socket socket, SSL_CTX& context)
      : socket_(std::move(socket)), ssl_(SSL_new(&context)) {
    received_ = BIO_new(BIO_s_mem());
    encrypted_ = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(received_, -1);
    SSL_set_bio(ssl_.get(), received_, encrypted_);  // Which owns them from here on.
    SSL_set_accept_state(ssl_.get());
  }

  void read(std::span<char> into, std::shared_ptr<TransportOwner> owner) override {
    std::size_t count = 0;
    const IoStatus status = decrypt(into, count);
    if (status == IoStatus::ok && count == 0) return read_socket(into, std::move(owner));
    asio::post(socket_.get_executor(),
               [owner = std::move(owner), status, count] { owner->on_read(status, count); });
  }

  IoStatus write(std::span<const std::string_view> pieces, std::size_t& count) override {
    count = 0;
    for (std::string_view piece : pieces) {
      while (!piece.empty()) {
        if (unsent_.size() >= unsent_bytes_max) return flush();
        const int size = static_cast<int>(std::min(piece.size(), record_bytes));
        ERR_clear_error();
        const int written = SSL_write(ssl_.get(), piece.data(), size);
        if (written <= 0) return is_waiting(written) ? flush() : IoStatus::failed;
        count += static_cast<std::size_t>(written);
        piece.remove_prefix(static_cast<std::size_t>(written));
        take_encrypted();
      }
    }
    return flush();
  }

  bool has_unsent() const override { return !unsent_.empty(); }

  void wait_writable(std::shared_ptr<TransportOwner> owner) override {
    socket_.async_wait(asio::ip::tcp::socket::wait_write,
                       [this, owner = std::move(owner)](error_code error) {
                         const bool failed = error || flush() != IoStatus::ok;
                         owner->on_writable(failed ? IoStatus::failed : IoStatus::ok);
                       });
  }

  void shut_down() override {
    SSL_shutdown(ssl_.get());
    flush();
    error_code ignored;  // The client may have gone first.
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }

  bool is_secure() const override { return true; }

 private:
  // `failed` in `result` is told from "needs more bytes first".
  bool is_waiting(int result) const {
    const int error = SSL_get_error(ssl_.get(), result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  }

  // Plaintext out of what was received: ok with count 0 where more is needed.
  IoStatus decrypt(std::span<char> into, std::size_t& count) {
    ERR_clear_error();
    const int size = static_cast<int>(std::min<std::size_t>(into.size(), 1 << 20));
    const int result = SSL_read(ssl_.get(), into.data(), size);
    const bool waiting = result <= 0 && is_waiting(result);
    const bool ended =
        result <= 0 && !waiting && SSL_get_error(ssl_.get(), result) == SSL_ERROR_ZERO_RETURN;
    // Handshakes and alerts are answered from within reads.
    const IoStatus flushed = flush();
    if (result > 0) count = static_cast<std::size_t>(result);
    if (ended) return IoStatus::ended;
    return result > 0 || waiting ? flushed : IoStatus::failed;
  }

  void read_socket(std::span<char> into, std::shared_ptr<TransportOwner> owner) {
    socket_.async_read_some(asio::buffer(cipher_), [this, into, owner = std::move(owner)](
                                                       error_code error, std::size_t size) mutable {
      if (error) {
        const bool ended = error == asio::error::eof;
        return owner->on_read(ended ? IoStatus::ended : IoStatus::failed, 0);
      }
      BIO_write(received_, cipher_.data(), static_cast<int>(size));
      std::size_t count = 0;
      const IoStatus status = decrypt(into, count);
      if (status != IoStatus::ok || count > 0) return owner->on_read(status, count);
      read_socket(into, std::move(owner));
    });
  }

  void take_encrypted() {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(encrypted_, &bytes);
    if (size <= 0) return;
    unsent_.append(bytes, static_cast<std::size_t>(size));
    (void)BIO_reset(encrypted_);
  }

  IoStatus flush() {
    take_encrypted();
    while (!unsent_.empty()) {
      error_code error;
      const std::size_t sent = socket_.write_some(asio::buffer(unsent_), error);
      unsent_.erase(0, sent);
      if (error == asio::error::would_block || error == asio::error::try_again) return IoStatus::ok;
      if (error) return IoStatus::failed;
    }
    return IoStatus::ok;
  }

  asio::ip::tcp::socket socket_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  BIO* received_ = nullptr;   // Ciphertext from the client; owned by ssl_.
  BIO* encrypted_ = nullptr;  // Ciphertext for the client; owned by ssl_.
  std::string unsent_;
  std::array<char, 17 * 1024> cipher_ = {};  // One record with its overhead.
};

}  // namespace

std::unique_ptr<Transport> tls_transport(asio::ip::tcp::socket socket, SSL_CTX& context) {
  return std::make_unique<TlsTransport>(std::move(socket), context);
}

}  // namespace daybook::net
