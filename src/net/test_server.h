// What the tests of this folder share: a server on a free port, and a way to wait for what its
// handlers do.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "src/net/server.h"
#include "src/net/test_client.h"

namespace daybook::net {

// A value that one thread sets and another waits for.
template <class T>
class Promised {
 public:
  void set(T value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
    set_.notify_all();
  }

  T wait() {
    std::unique_lock lock(mutex_);
    if (!set_.wait_for(lock, std::chrono::seconds(20), [&] { return value_.has_value(); })) {
      ADD_FAILURE() << "nothing happened within the deadline";
      return T();
    }
    return std::move(*std::exchange(value_, std::nullopt));
  }

 private:
  std::mutex mutex_;
  std::condition_variable set_;
  std::optional<T> value_;
};

inline void answer_text(const Request&, Respond respond) {
  respond({.content_type = "text/plain", .body = "hello"});
}

// A started server with what most tests need: GET /hello, POST /echo.
inline std::unique_ptr<Server> start_server(Router router, ServerOptions options = {}) {
  router.add(Method::get, "/hello", answer_text);
  router.add(Method::post, "/echo", [](const Request& request, Respond respond) {
    respond({.content_type = "text/plain", .body = std::string(request.body)});
  });
  auto server = std::make_unique<Server>(std::move(router), std::move(options));
  const auto started = server->start();
  EXPECT_TRUE(started) << started.error();
  return server;
}

}  // namespace daybook::net
