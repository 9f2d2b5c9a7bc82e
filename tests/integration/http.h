// HTTP as bytes on a socket, so that a test can also say what no client library would.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/json.h"

namespace daybook::integration {

struct Answer {
  int status = 0;                              // 0: the connection ended instead
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const;
  Json json() const;                              // null when the body is no JSON
  std::string text(std::string_view name) const;  // of a member of the body, or empty
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// One connection to 127.0.0.1.
class Connection {
 public:
  explicit Connection(std::uint16_t port);
  Connection(Connection&& from) noexcept : socket_(std::exchange(from.socket_, -1)) {}
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  // False when the other side has closed.
  bool send(std::string_view bytes);
  void finish_sending();  // half-closes

  // One whole response.
  Answer receive(bool without_body = false);

  // The bytes up to and with `end`, or what there is when the connection ends first.
  std::string receive_until(std::string_view end);
  std::string receive_bytes(std::size_t count);
  bool is_closed_by_server();

  Answer request(std::string_view method, std::string_view path, std::string_view body = {},
                 const Headers& headers = {});

 private:
  bool fill();

  int socket_;
  std::string buffer_;
};

// The bytes of a request; a body comes with its length, and as JSON unless the headers say else.
std::string request_text(std::string_view method, std::string_view path, std::string_view body = {},
                         const Headers& headers = {});

}  // namespace daybook::integration
