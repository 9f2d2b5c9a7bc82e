// An HTTP/1.1 server: keep-alive, pipelining, chunked bodies, server-sent events, WebSocket, TLS.
// It outlives everything that arrives; each limit has its own answer. start() and stop() belong
// to one thread; handlers run on the io threads.
//
//   Server server(std::move(router), {.port = 3000});
//   if (auto started = server.start(); !started) return fail(started.error());
//   ...
//   server.stop(std::chrono::seconds(10));
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/net/http.h"
#include "src/net/router.h"

namespace daybook::net {

// What one client may ask for. Each field names the answer to asking for more.
struct Limits {
  std::size_t header_bytes_max = 16 * 1024;         // 431
  std::size_t header_count_max = 100;               // 431
  std::size_t target_bytes_max = 8 * 1024;          // 414
  std::size_t body_bytes_max = 1024 * 1024;         // 413
  std::size_t connections_max = 10'000;             // 503
  std::size_t pipelined_max = 64;                   // Further requests wait in the kernel.
  std::size_t message_bytes_max = 1024 * 1024;      // WebSocket close 1009.
  std::size_t stream_bytes_max = 16 * 1024 * 1024;  // Unread by a client: dropped, close 1013.
};

struct Timeouts {
  using Milliseconds = std::chrono::milliseconds;
  Milliseconds header{10'000};     // From the first byte to the end of the head: 408.
  Milliseconds body{30'000};       // From the end of the head to the end of the body: 408.
  Milliseconds idle{60'000};       // Between requests: closed.
  Milliseconds stall{30'000};      // A client that takes none of its answer: dropped, 1013.
  Milliseconds heartbeat{15'000};  // Comment to an EventStream, ping to a WebSocket.
  Milliseconds linger{1'000};      // To read on after a last answer, so that it arrives.
};

// PEM files. TLS 1.2 and 1.3.
struct TlsOptions {
  std::string certificate_file;  // The chain, the server's own certificate first.
  std::string key_file;
};

struct ServerOptions {
  std::string host = "127.0.0.1";  // An address or a name that resolves to one: "localhost".
  std::uint16_t port = 0;          // 0 picks a free one.
  std::size_t io_threads = 1;
  std::optional<TlsOptions> tls;
  Limits limits;
  Timeouts timeouts;
  std::size_t low_water_bytes = 64 * 1024;  // on_drain of streams.

  // Pages that may open a WebSocket beside those of this server's own origin; "*" is any.
  // A client that sends no Origin is no browser and passes.
  std::vector<std::string> websocket_origins;

  ErrorResponse error_response;  // Absent: plain text.
  Filters filters;
};

class Server {
 public:
  Server(Router router, ServerOptions options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // Stops at once.

  // Binds and listens, then serves on its own threads. The error is one line for people: which
  // address, and why not.
  std::expected<void, std::string> start();

  // The port in use; 0 before start().
  std::uint16_t port() const;

  std::size_t connections() const;

  // Accepts no more, finishes the requests that it has, closes streams (WebSockets with 1001),
  // then connections. What is not done within `deadline` is cut off. True if nothing was.
  bool stop(std::chrono::milliseconds deadline);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace daybook::net
