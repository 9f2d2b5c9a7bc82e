// One io thread and its connections. Everything here happens on that thread, except where it says
// otherwise; other threads come in through the mailbox or post().
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "src/net/connection.h"
#include "src/net/mailbox.h"
#include "src/net/service.h"

namespace daybook::net {

// How many connections a server has over all its loops. From any thread.
class ConnectionCount {
 public:
  std::size_t get() const { return count_.load(); }
  void add() { ++count_; }
  void remove();
  bool wait_for_none(std::chrono::steady_clock::time_point until);

 private:
  std::atomic<std::size_t> count_ = 0;
  std::mutex mutex_;
  std::condition_variable none_;
};

class IoLoop {
 public:
  IoLoop(const Service& service, ConnectionCount& count);
  IoLoop(const IoLoop&) = delete;
  IoLoop& operator=(const IoLoop&) = delete;
  ~IoLoop();

  // From the server's thread.
  void start();
  void post(std::function<void()> work);  // Any thread.
  void join();                            // Returns once nothing is left to do.

  void add(std::unique_ptr<Transport> transport, std::string remote_address);
  void stop_connections();   // Each finishes what it began.
  void abort_connections();  // And the thread ends.

  // For connections.
  const Service& service() const { return service_; }
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
  std::string_view date() const { return date_; }
  TimePoint now() const { return std::chrono::steady_clock::now(); }
  bool is_stopping() const { return stopping_; }
  void remove(Connection& connection);
  void settle_later(Connection& connection);

  boost::asio::io_context& context() { return context_; }

 private:
  void run();
  void take_mail();
  void settle_waiting();
  void tick();

  const Service& service_;
  ConnectionCount& count_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  std::chrono::milliseconds tick_;
  std::shared_ptr<Mailbox> mailbox_;  // Shared with all that may still answer.
  std::thread thread_;

  std::vector<std::shared_ptr<Connection>> connections_;  // Shared with operations under way.
  std::vector<std::shared_ptr<Connection>> unsettled_;
  std::vector<std::shared_ptr<Connection>> settling_;
  std::string date_;
  std::time_t date_second_ = 0;
  bool settle_posted_ = false;
  bool stopping_ = false;
};

}  // namespace daybook::net
