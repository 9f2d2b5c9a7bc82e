// A small HTTP/1.1 client: one connection to one server, kept alive, one request at a time. Every
// wait ends after thirty seconds. For one thread.
//
//   auto client = HttpClient::connect(*HttpUrl::parse("http://127.0.0.1:3000"));
//   auto answer = client->post("/api/users", R"({"name":"Ada"})", {{"x-source", "demo"}});
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "src/net/http.h"

namespace daybook::net {

struct HttpUrl {
  std::string host;
  std::string port = "80";

  // "http://HOST[:PORT]", perhaps with a slash behind it.
  static std::expected<HttpUrl, std::string> parse(std::string_view text);
};

struct HttpAnswer {
  int status = 0;
  std::string body;
};

// Errors are lines for people.
class HttpClient {
 public:
  static std::expected<HttpClient, std::string> connect(const HttpUrl& url);
  HttpClient(HttpClient&& from) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;
  ~HttpClient();

  // Sends JSON, or nothing when the body is empty. The error means that the connection is of no
  // more use, and that it is not known whether the server has acted on the request.
  std::expected<HttpAnswer, std::string> send(std::string_view method, std::string_view path,
                                              std::string_view body, const Headers& headers = {});
  std::expected<HttpAnswer, std::string> post(std::string_view path, std::string_view body,
                                              const Headers& headers = {}) {
    return send("POST", path, body, headers);
  }
  std::expected<HttpAnswer, std::string> get(std::string_view path);

 private:
  HttpClient(int socket, std::string host) : socket_(socket), host_(std::move(host)) {}
  std::expected<void, std::string> send_all(std::string_view bytes);
  std::expected<void, std::string> receive_more();
  std::expected<HttpAnswer, std::string> receive_answer();

  int socket_;
  std::string host_;    // for the Host header
  std::string buffer_;  // received and not yet used
};

}  // namespace daybook::net
