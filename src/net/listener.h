// The listening socket: accepts clients and deals them out to the io loops in turn.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "src/net/io_loop.h"
#include "src/net/tls_context.h"

namespace daybook::net {

class Listener {
 public:
  // `tls` may be null: plain TCP. The first loop also accepts.
  Listener(const Service& service, ConnectionCount& count,
           const std::vector<std::unique_ptr<IoLoop>>& loops, SSL_CTX* tls);
  ~Listener();

  std::expected<std::uint16_t, std::string> open(const std::string& host, std::uint16_t port);

  // On the first loop's thread.
  void accept();
  void close();

 private:
  std::expected<boost::asio::ip::address, std::string> resolve(const std::string& host);
  void welcome(boost::asio::ip::tcp::socket socket);
  void accept_after_pause();

  const Service& service_;
  ConnectionCount& count_;
  const std::vector<std::unique_ptr<IoLoop>>& loops_;
  SSL_CTX* const tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::size_t next_ = 0;
};

}  // namespace daybook::net
