// A client for tests that sends exactly the bytes it is told to. Every wait has a deadline, and
// running into it fails the test.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "src/net/test_answer.h"

namespace daybook::net {

class TestClient {
 public:
  explicit TestClient(std::uint16_t port, int receive_buffer_bytes = 0) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval deadline = {.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
    if (receive_buffer_bytes > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                   sizeof receive_buffer_bytes);
    }
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int result =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    EXPECT_EQ(result, 0) << "cannot connect to port " << port;
  }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;
  ~TestClient() { close(); }

  // False once the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  int descriptor() const { return socket_; }

  void end_output() { ::shutdown(socket_, SHUT_WR); }

  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  // Closes so that the server sees a reset.
  void reset() {
    const linger at_once = {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }

  // Exactly `count` bytes, or fewer at the end.
  std::string read(std::size_t count) {
    while (buffer_.size() < count && receive()) continue;
    return take(std::min(count, buffer_.size()));
  }

  // Up to and including `mark`.
  std::string read_to(std::string_view mark) {
    std::size_t at = 0;
    while ((at = buffer_.find(mark)) == std::string::npos) {
      if (!receive()) return take(buffer_.size());
    }
    return take(at + mark.size());
  }

  std::string read_to_end() {
    while (receive()) continue;
    return take(buffer_.size());
  }

  // True if the server closes without another byte.
  bool is_closed_by_server() { return read_to_end().empty() && ended_; }

  Answer answer(bool with_body = true) {
    Answer answer;
    answer.head = read_to("\r\n\r\n");
    if (answer.head.size() > 12) answer.status = std::atoi(answer.head.c_str() + 9);
    if (!with_body) return answer;
    answer.body = read(std::stoul(answer.header("Content-Length").value_or("0")));
    return answer;
  }

  Answer ask(std::string_view request) {
    send(request);
    return answer();
  }

  Answer get(std::string_view target) {
    return ask("GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  // One chunk of a chunked body.
  std::string chunk() {
    const std::size_t size = std::stoul("0" + read_to("\r\n"), nullptr, 16);
    std::string bytes = read(size);
    read(2);
    return bytes;
  }

 private:
  bool receive() {
    char block[64 * 1024];
    const ssize_t count = ::recv(socket_, block, sizeof block, 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      ADD_FAILURE() << "nothing came within the deadline";
      return false;
    }
    if (count <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(block, static_cast<std::size_t>(count));
    return true;
  }

  std::string take(std::size_t count) {
    std::string bytes = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return bytes;
  }

  int socket_ = -1;
  std::string buffer_;
  bool ended_ = false;
};

}  // namespace daybook::net
