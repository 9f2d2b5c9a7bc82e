#include "src/net/listener.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "src/net/output_queue.h"
#include "src/net/response_writer.h"

namespace daybook::net {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

std::string shown(const std::string& host, std::uint16_t port) {
  const bool bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
  return (bare_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

// Best effort, and only to a client that is plain: there is no session to do it properly.
void turn_away(const Service& service, tcp::socket& socket) {
  OutputQueue output;
  const std::string date = http_date(std::time(nullptr));
  write_response(service.error(503, "too-many-connections", "The server has too many connections."),
                 {.date = date, .close = true}, output);
  std::array<std::string_view, 4> pieces;
  const std::size_t used = output.gather(pieces);
  error_code ignored;
  for (std::size_t i = 0; i < used; ++i) {
    socket.write_some(asio::buffer(pieces[i].data(), pieces[i].size()), ignored);
  }
  // What came already is read, so that closing does not reset the answer away.
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  std::array<char, 4096> unread;
  socket.read_some(asio::buffer(unread), ignored);
}

}  // namespace

Listener::Listener(const Service& service, ConnectionCount& count,
                   const std::vector<std::unique_ptr<IoLoop>>& loops, SSL_CTX* tls)
    : service_(service),
      count_(count),
      loops_(loops),
      tls_(tls),
      acceptor_(loops.front()->context()),
      pause_(loops.front()->context()) {}

Listener::~Listener() = default;

std::expected<asio::ip::address, std::string> Listener::resolve(const std::string& host) {
  std::string bare = host;
  if (bare.starts_with('[') && bare.ends_with(']')) bare = bare.substr(1, bare.size() - 2);
  error_code error;
  const auto address = asio::ip::make_address(bare, error);
  if (!error) return address;
  tcp::resolver resolver(loops_.front()->context());
  const auto found = resolver.resolve(bare, "", error);
  if (error || found.empty()) return std::unexpected("no such address: " + host);
  // Names such as localhost have two: the one that every client tries is version 4.
  const auto v4 = std::ranges::find_if(
      found, [](const auto& entry) { return entry.endpoint().address().is_v4(); });
  return (v4 == found.end() ? found.begin() : v4)->endpoint().address();
}

std::expected<std::uint16_t, std::string> Listener::open(const std::string& host,
                                                         std::uint16_t port) {
  const auto address = resolve(host);
  if (!address)
    return std::unexpected("cannot listen on " + shown(host, port) + ": " + address.error());
  const tcp::endpoint endpoint(*address, port);
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {
    return std::unexpected("cannot listen on " + shown(host, port) + ": the port is in use");
  }
  if (error) {
    return std::unexpected("cannot listen on " + shown(host, port) + ": " + error.message());
  }
  return acceptor_.local_endpoint().port();
}

void Listener::accept() {
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (error) return accept_after_pause();
    try {
      welcome(std::move(socket));
    } catch (...) {
      // This client is lost; the next one is not.
    }
    accept();
  });
}

// Out of file descriptors, most likely: asking again at once would only burn the CPU.
void Listener::accept_after_pause() {
  pause_.expires_after(std::chrono::milliseconds(50));
  pause_.async_wait([this](error_code error) {
    if (!error && acceptor_.is_open()) accept();
  });
}

void Listener::welcome(tcp::socket socket) {
  error_code error;
  socket.non_blocking(true, error);
  if (!error) socket.set_option(tcp::no_delay(true), error);
  const auto remote = socket.remote_endpoint(error);
  if (error) return;  // It has gone already.
  if (count_.get() >= service_.options.limits.connections_max) {
    if (!tls_) turn_away(service_, socket);
    return;
  }
  IoLoop& loop = *loops_[next_++ % loops_.size()];
  std::string address = remote.address().to_string();
  if (&loop == loops_.front().get()) {
    auto transport =
        tls_ ? tls_transport(std::move(socket), *tls_) : tcp_transport(std::move(socket));
    return loop.add(std::move(transport), std::move(address));
  }
  // A socket belongs to one reactor: the other thread adopts the bare descriptor.
  const auto protocol = remote.protocol();
  const auto handle = socket.release(error);
  if (error) return;
  loop.post([&loop, tls = tls_, protocol, handle, address = std::move(address)] {
    tcp::socket adopted(loop.context());
    error_code ignored;
    adopted.assign(protocol, handle, ignored);
    adopted.non_blocking(true, ignored);
    loop.add(tls ? tls_transport(std::move(adopted), *tls) : tcp_transport(std::move(adopted)),
             address);
  });
}

void Listener::close() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

}  // namespace daybook::net
