// `daybook serve` under test: on a port of its own, over a directory of its own.
//
//   Server server;
//   EXPECT_EQ(server.get("/health").status, 200);
//   EXPECT_EQ(server.stop(), 0);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/http.h"
#include "tests/integration/process.h"

namespace daybook::integration {

class Server {
 public:
  // Options beside --data and --listen.
  explicit Server(std::vector<std::string> options = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops it, and expects that it ends in good order

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::string data() const { return directory_.path("data"); }
  std::string log_url() const { return "log:" + data() + "/log"; }
  std::string path(const std::string& name) const { return directory_.path(name); }
  Process& process() { return *process_; }

  Connection connect() const { return Connection(port_); }

  // Each on a connection of its own.
  Answer get(std::string_view path, const Headers& headers = {}) const;
  Answer post(std::string_view path, std::string_view body, const Headers& headers = {}) const;

  std::optional<int> stop();  // SIGTERM; the exit code
  void kill();                // SIGKILL
  void start();               // again, over the same directory

 private:
  TemporaryDirectory directory_;
  const std::vector<std::string> options_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
};

// A new account with this much in it, in USD; its id.
std::string open_account(const Server& server, const std::string& name,
                         const std::string& amount = {});

}  // namespace daybook::integration
