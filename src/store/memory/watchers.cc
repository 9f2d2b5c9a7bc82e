#include "src/store/memory/watchers.h"

#include <utility>

namespace daybook::memory {

class Watchers::Entry final : public Watch {
 public:
  Entry(std::shared_ptr<Watchers> watchers, std::uint64_t number)
      : watchers_(std::move(watchers)), number_(number) {}
  ~Entry() override { watchers_->remove(number_); }

 private:
  std::shared_ptr<Watchers> watchers_;  // shared with the store
  std::uint64_t number_;
};

std::unique_ptr<Watch> Watchers::add(std::shared_ptr<Watchers> watchers,
                                     std::function<void(Position)> committed) {
  std::uint64_t number = 0;
  {
    std::lock_guard lock(watchers->mutex_);
    number = ++watchers->last_number_;
    watchers->functions_[number] =
        std::make_shared<std::function<void(Position)>>(std::move(committed));
  }
  return std::make_unique<Entry>(std::move(watchers), number);
}

void Watchers::announce(Position head) {
  std::unique_lock lock(mutex_);
  caller_ = std::this_thread::get_id();
  for (auto next = functions_.begin(); next != functions_.end();) {
    calling_ = next->first;
    const auto function = next->second;
    lock.unlock();
    (*function)(head);
    lock.lock();
    next = functions_.upper_bound(std::exchange(calling_, 0));
    called_.notify_all();
  }
}

void Watchers::remove(std::uint64_t number) {
  std::unique_lock lock(mutex_);
  functions_.erase(number);
  if (caller_ == std::this_thread::get_id()) return;
  called_.wait(lock, [&] { return calling_ != number; });
}

}  // namespace daybook::memory
