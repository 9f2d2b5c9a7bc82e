#include "src/net/server.h"

#include <algorithm>
#include <utility>

#include "src/net/io_loop.h"
#include "src/net/listener.h"
#include "src/net/service.h"
#include "src/net/tls_context.h"

namespace daybook::net {

// Members are ended from the last to the first: threads before what they use.
class Server::Engine {
 public:
  explicit Engine(Service service) : service_(std::move(service)) {}
  ~Engine() { stop(std::chrono::milliseconds(0)); }

  std::expected<void, std::string> start() {
    const ServerOptions& options = service_.options;
    if (!loops_.empty()) return std::unexpected("the server was started before");
    if (options.tls) {
      auto loaded = load_tls_context(*options.tls);
      if (!loaded) return std::unexpected(loaded.error());
      tls_ = std::move(*loaded);
    }
    for (std::size_t i = 0; i < std::max<std::size_t>(options.io_threads, 1); ++i) {
      loops_.push_back(std::make_unique<IoLoop>(service_, count_));
    }
    listener_ = std::make_unique<Listener>(service_, count_, loops_, tls_.get());
    const auto opened = listener_->open(options.host, options.port);
    if (!opened) {
      listener_.reset();
      loops_.clear();
      return std::unexpected(opened.error());
    }
    port_ = *opened;
    loops_.front()->post([this] { listener_->accept(); });
    for (const auto& loop : loops_) loop->start();
    return {};
  }

  bool stop(std::chrono::milliseconds deadline) {
    if (!listener_) return true;
    const auto until = std::chrono::steady_clock::now() + deadline;
    loops_.front()->post([this] { listener_->close(); });
    for (const auto& loop : loops_) loop->post([&loop = *loop] { loop.stop_connections(); });
    const bool all_done = count_.wait_for_none(until);
    for (const auto& loop : loops_) loop->post([&loop = *loop] { loop.abort_connections(); });
    for (const auto& loop : loops_) loop->join();
    listener_.reset();
    return all_done;
  }

  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return count_.get(); }

 private:
  const Service service_;
  ConnectionCount count_;
  TlsContext tls_;
  std::vector<std::unique_ptr<IoLoop>> loops_;
  std::unique_ptr<Listener> listener_;
  std::uint16_t port_ = 0;
};

Server::Server(Router router, ServerOptions options)
    : engine_(std::make_unique<Engine>(Service{std::move(router), std::move(options)})) {}

Server::~Server() = default;

std::expected<void, std::string> Server::start() { return engine_->start(); }

std::uint16_t Server::port() const { return engine_->port(); }

std::size_t Server::connections() const { return engine_->connections(); }

bool Server::stop(std::chrono::milliseconds deadline) { return engine_->stop(deadline); }

}  // namespace daybook::net
