#include "tests/integration/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "tests/integration/process.h"

namespace daybook::integration {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

bool names(const Headers& headers, std::string_view name) {
  return std::ranges::any_of(headers,
                             [&](const auto& header) { return lower(header.first) == name; });
}

void read_head(std::string_view head, Answer& answer) {
  if (!head.starts_with("HTTP/1.1 ")) return;
  answer.status = std::stoi(std::string(head.substr(9, 3)));
  for (std::size_t at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const std::size_t colon = line.find(": ");
    if (colon == line.npos) continue;
    answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
  }
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

Json Answer::json() const { return parse_json(body).value_or(Json{}); }

std::string Answer::text(std::string_view name) const {
  const Json parsed = json();
  const Json* member = parsed.find(name);
  return member == nullptr ? "" : member->text;
}

Connection::Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
}

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Connection::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool Connection::fill() {
  pollfd file{.fd = socket_, .events = POLLIN};
  const auto at_most = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  if (::poll(&file, 1, static_cast<int>(at_most)) != 1) return false;
  char bytes[16 * 1024];
  const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got > 0) buffer_.append(bytes, static_cast<std::size_t>(got));
  return got > 0;
}

std::string Connection::receive_until(std::string_view end) {
  std::size_t at = 0;
  while ((at = buffer_.find(end)) == buffer_.npos) {
    if (!fill()) return std::exchange(buffer_, {});
  }
  std::string text = buffer_.substr(0, at + end.size());
  buffer_.erase(0, text.size());
  return text;
}

std::string Connection::receive_bytes(std::size_t count) {
  while (buffer_.size() < count && fill()) continue;
  std::string text = buffer_.substr(0, count);
  buffer_.erase(0, text.size());
  return text;
}

bool Connection::is_closed_by_server() {
  while (fill()) buffer_.clear();
  char byte;
  return ::recv(socket_, &byte, 1, MSG_DONTWAIT) <= 0;
}

Answer Connection::receive(bool without_body) {
  Answer answer;
  const std::string head = receive_until("\r\n\r\n");
  if (!head.ends_with("\r\n\r\n")) return answer;
  read_head(head, answer);
  if (without_body) return answer;
  const std::string length = answer.header("content-length");
  if (!length.empty()) answer.body = receive_bytes(std::stoull(length));
  return answer;
}

Answer Connection::request(std::string_view method, std::string_view path, std::string_view body,
                           const Headers& headers) {
  send(request_text(method, path, body, headers));
  return receive(method == "HEAD");
}

std::string request_text(std::string_view method, std::string_view path, std::string_view body,
                         const Headers& headers) {
  std::string text(method);
  text.append(" ").append(path).append(" HTTP/1.1\r\n");
  if (!names(headers, "host")) text += "Host: localhost\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  if (!body.empty() || method == "POST" || method == "PUT") {
    if (!names(headers, "content-type")) text += "Content-Type: application/json\r\n";
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text.append("\r\n").append(body);
}

}  // namespace daybook::integration
