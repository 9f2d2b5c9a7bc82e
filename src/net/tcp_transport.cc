#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <utility>

#include "src/net/transport.h"

namespace daybook::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t pieces_max = 16;

// The owner is shared with each operation under way (see TransportOwner).
class TcpTransport final : public Transport {
 public:
  explicit TcpTransport(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

  void read(std::span<char> into, std::shared_ptr<TransportOwner> owner) override {
    socket_.async_read_some(asio::buffer(into.data(), into.size()),
                            [owner = std::move(owner)](error_code error, std::size_t count) {
                              owner->on_read(status(error), count);
                            });
  }

  IoStatus write(std::span<const std::string_view> pieces, std::size_t& count) override {
    std::array<asio::const_buffer, pieces_max> buffers;
    const std::size_t used = std::min(pieces.size(), pieces_max);
    for (std::size_t i = 0; i < used; ++i) buffers[i] = {pieces[i].data(), pieces[i].size()};
    error_code error;
    count = socket_.write_some(std::span<const asio::const_buffer>(buffers.data(), used), error);
    if (error == asio::error::would_block || error == asio::error::try_again) return IoStatus::ok;
    return status(error);
  }

  bool has_unsent() const override { return false; }

  void wait_writable(std::shared_ptr<TransportOwner> owner) override {
    socket_.async_wait(
        asio::ip::tcp::socket::wait_write,
        [owner = std::move(owner)](error_code error) { owner->on_writable(status(error)); });
  }

  void shut_down() override {
    error_code ignored;  // The client may have gone first.
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }

  bool is_secure() const override { return false; }

 private:
  static IoStatus status(error_code error) {
    if (!error) return IoStatus::ok;
    return error == asio::error::eof ? IoStatus::ended : IoStatus::failed;
  }

  asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Transport> tcp_transport(asio::ip::tcp::socket socket) {
  return std::make_unique<TcpTransport>(std::move(socket));
}

}  // namespace daybook::net
