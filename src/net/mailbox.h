// How other threads reach an io thread: they leave a delivery, and the io thread, woken once for
// however many there are, takes them all. Outlives its io thread, for those who deliver late.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace daybook::net {

// Shared by whoever still holds the answering end (any thread) and by the mailbox.
class Delivery {
 public:
  virtual ~Delivery() = default;
  virtual void deliver() noexcept = 0;  // On the io thread.
};

class Mailbox {
 public:
  // `wake` makes the io thread call deliver_all() soon; it is called under the lock.
  explicit Mailbox(std::function<void()> wake);

  void push(std::shared_ptr<Delivery> delivery);  // From any thread; nothing once closed.
  void deliver_all();

  void open_on_this_thread();
  bool is_on_io_thread() const;
  void close();

 private:
  std::mutex mutex_;  // Guards everything up to io_thread_.
  std::function<void()> wake_;
  std::vector<std::shared_ptr<Delivery>> waiting_;
  bool open_ = true;

  std::atomic<std::thread::id> io_thread_;
  std::vector<std::shared_ptr<Delivery>> delivering_;  // The io thread's; keeps its capacity.
};

}  // namespace daybook::net
