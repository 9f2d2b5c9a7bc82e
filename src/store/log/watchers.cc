#include "src/store/log/watchers.h"

namespace daybook::log {

class Watchers::Entry final : public Watch {
 public:
  Entry(Watchers& watchers, std::function<void(Position)> committed) : watchers_(watchers) {
    std::lock_guard lock(watchers_.calling_);
    place_ = watchers_.functions_.insert(watchers_.functions_.end(), std::move(committed));
  }
  ~Entry() override {
    std::lock_guard lock(watchers_.calling_);  // waits for a call under way
    watchers_.functions_.erase(place_);
  }

 private:
  Watchers& watchers_;
  std::list<std::function<void(Position)>>::iterator place_;
};

void Watchers::tell(Position head) {
  {
    // The head has changed already; whoever is about to wait must not miss it.
    std::lock_guard lock(mutex_);
  }
  changed_.notify_all();
  std::lock_guard lock(calling_);
  for (const auto& function : functions_) function(head);
}

Position Watchers::wait(Position beyond, Deadline deadline, const std::function<Position()>& head) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [&] { return head() > beyond; });
  return head();
}

std::unique_ptr<Watch> Watchers::add(std::function<void(Position)> committed) {
  return std::make_unique<Entry>(*this, std::move(committed));
}

}  // namespace daybook::log
