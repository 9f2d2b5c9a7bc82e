#include "src/net/http_client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <utility>

namespace daybook::net {
namespace {

constexpr timeval timeout{.tv_sec = 30, .tv_usec = 0};

std::unexpected<std::string> failed(std::string_view what, int error) {
  if (error == EAGAIN || error == EWOULDBLOCK) {
    return std::unexpected<std::string>("the server did not answer within 30 s");
  }
  return std::unexpected(std::string(what) + ": " + std::strerror(error));
}

int connect_to(const addrinfo& address) {
  const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
  if (::connect(socket, address.ai_addr, address.ai_addrlen) == 0) return socket;
  const int error = errno;
  ::close(socket);
  errno = error;
  return -1;
}

// The value of a header in a head that is all lower case.
std::string_view header_in(std::string_view head, std::string_view name) {
  const std::string line = "\r\n" + std::string(name) + ":";
  const std::size_t at = head.find(line);
  if (at == head.npos) return {};
  std::string_view value = head.substr(at + line.size());
  value = value.substr(0, value.find("\r\n"));
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

template <class Number>
bool read_number(std::string_view text, Number& to) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), to);
  return !text.empty() && read.ec == std::errc();
}

}  // namespace

std::expected<HttpUrl, std::string> HttpUrl::parse(std::string_view text) {
  const std::string wrong = "must be http://HOST:PORT, such as http://127.0.0.1:3000";
  constexpr std::string_view scheme = "http://";
  if (!text.starts_with(scheme)) return std::unexpected(wrong);
  text.remove_prefix(scheme.size());
  if (text.ends_with('/')) text.remove_suffix(1);
  HttpUrl url;
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != text.npos && !text.substr(colon).contains(']');
  if (has_port) url.port = text.substr(colon + 1);
  url.host = has_port ? text.substr(0, colon) : text;
  if (url.host.starts_with('[') && url.host.ends_with(']')) {
    url.host = url.host.substr(1, url.host.size() - 2);
  }
  const bool good = !url.host.empty() && url.host.find_first_of("/?# ") == url.host.npos &&
                    !url.port.empty() && url.port.size() <= 5 &&
                    url.port.find_first_not_of("0123456789") == url.port.npos;
  if (!good) return std::unexpected(wrong);
  return url;
}

std::expected<HttpClient, std::string> HttpClient::connect(const HttpUrl& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &found)) {
    return std::unexpected(url.host + ": " + ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    const int socket = connect_to(*one);
    if (socket >= 0) return HttpClient(socket, url.host + ":" + url.port);
  }
  return failed("no server at " + url.host + ":" + url.port, errno);
}

HttpClient::HttpClient(HttpClient&& from) noexcept
    : socket_(std::exchange(from.socket_, -1)),
      host_(std::move(from.host_)),
      buffer_(std::move(from.buffer_)) {}

HttpClient::~HttpClient() {
  if (socket_ >= 0) ::close(socket_);
}

std::expected<HttpAnswer, std::string> HttpClient::send(std::string_view method,
                                                        std::string_view path,
                                                        std::string_view body,
                                                        const Headers& headers) {
  std::string request(method);
  request.append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(host_);
  for (const auto& [name, value] : headers) {
    request.append("\r\n").append(name).append(": ").append(value);
  }
  if (!body.empty()) request.append("\r\nContent-Type: application/json");
  request.append("\r\nContent-Length: ");
  request.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  if (auto sent = send_all(request); !sent) return std::unexpected(sent.error());
  return receive_answer();
}

std::expected<HttpAnswer, std::string> HttpClient::get(std::string_view path) {
  std::string request = "GET ";
  request.append(path).append(" HTTP/1.1\r\nHost: ").append(host_).append("\r\n\r\n");
  if (auto sent = send_all(request); !sent) return std::unexpected(sent.error());
  return receive_answer();
}

std::expected<void, std::string> HttpClient::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return failed("the connection to the server was lost", errno);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

std::expected<void, std::string> HttpClient::receive_more() {
  char bytes[16 * 1024];
  ssize_t received = 0;
  do {
    received = ::recv(socket_, bytes, sizeof bytes, 0);
  } while (received < 0 && errno == EINTR);
  if (received < 0) return failed("the connection to the server was lost", errno);
  if (received == 0) return std::unexpected<std::string>("the server closed the connection");
  buffer_.append(bytes, static_cast<std::size_t>(received));
  return {};
}

std::expected<HttpAnswer, std::string> HttpClient::receive_answer() {
  const std::string malformed = "the server answered something that is not HTTP";
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == buffer_.npos) {
    if (auto more = receive_more(); !more) return std::unexpected(more.error());
  }
  std::string head = buffer_.substr(0, end + 2);
  std::ranges::transform(head, head.begin(), [](unsigned char c) { return std::tolower(c); });
  HttpAnswer answer;
  std::size_t body_bytes = 0;
  if (!head.starts_with("http/1.1 ") ||
      !read_number(std::string_view(head).substr(9, 3), answer.status) ||
      !read_number(header_in(head, "content-length"), body_bytes)) {
    return std::unexpected(malformed);
  }
  buffer_.erase(0, end + 4);
  while (buffer_.size() < body_bytes) {
    if (auto more = receive_more(); !more) return std::unexpected(more.error());
  }
  answer.body = buffer_.substr(0, body_bytes);
  buffer_.erase(0, body_bytes);
  return answer;
}

}  // namespace daybook::net
