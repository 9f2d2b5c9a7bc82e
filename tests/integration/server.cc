#include "tests/integration/server.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <stdexcept>

namespace daybook::integration {

Server::Server(std::vector<std::string> options) : options_(std::move(options)) { start(); }

// Also what a sanitizer has found is told by the exit code.
Server::~Server() {
  if (process_ && !process_->has_ended()) {
    EXPECT_EQ(stop(), 0) << process_->errors();
  }
}

void Server::start() {
  std::vector<std::string> words{DAYBOOK_BINARY, "serve",    "--data",
                                 data(),         "--listen", "127.0.0.1:0"};
  words.insert(words.end(), options_.begin(), options_.end());
  process_ = std::make_unique<Process>(std::move(words));
  const auto line = process_->read_line();
  const std::string ready = "daybook ready on http://127.0.0.1:";
  if (!line || !line->starts_with(ready)) {
    process_->wait();
    throw std::runtime_error("the server did not start: " + process_->errors());
  }
  port_ = static_cast<std::uint16_t>(std::stoi(line->substr(ready.size())));
}

Answer Server::get(std::string_view path, const Headers& headers) const {
  return connect().request("GET", path, {}, headers);
}

Answer Server::post(std::string_view path, std::string_view body, const Headers& headers) const {
  return connect().request("POST", path, body, headers);
}

std::optional<int> Server::stop() {
  process_->send(SIGTERM);
  return process_->wait();
}

void Server::kill() {
  process_->send(SIGKILL);
  process_->wait();
}

std::string open_account(const Server& server, const std::string& name, const std::string& amount) {
  const Answer opened =
      server.post("/api/users", R"({"name":")" + name + R"(","email":"a@b.org"})");
  const std::string id = opened.text("accountId");
  if (!amount.empty()) {
    server.post("/api/accounts/" + id + "/deposit", R"({"amount":)" + amount + "}");
  }
  return id;
}

}  // namespace daybook::integration
