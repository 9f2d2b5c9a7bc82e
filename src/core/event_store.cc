#include "daybook/event_store.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace daybook {
namespace {

// Where a thread waits for the answer to its append.
class Waiting {
 public:
  void answer(std::expected<Appended, Error> answer) {
    std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    answered_.notify_one();
  }

  std::expected<Appended, Error> wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!answered_.wait_until(lock, deadline, [&] { return answer_.has_value(); })) {
      return std::unexpected(
          fault("append-timeout", "The append did not finish in time; it may still land"));
    }
    return std::move(*answer_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<std::expected<Appended, Error>> answer_;
};

}  // namespace

bool EventFilter::accepts(const RecordedEvent& event) const {
  if (!category.empty() && category_of(event.stream) != category) return false;
  if (!event.stream.starts_with(stream_prefix)) return false;
  if (!types.empty() && std::ranges::find(types, event.type) == types.end()) return false;
  return std::ranges::all_of(tags,
                             [&](const std::string& tag) { return event.tags.contains(tag); });
}

bool EventFilter::empty() const {
  return category.empty() && stream_prefix.empty() && types.empty() && tags.empty();
}

std::expected<Appended, Error> EventStore::append(Append append, Deadline deadline) {
  // Shared with the callback, which may come after this call has given up.
  auto waiting = std::make_shared<Waiting>();
  this->append(std::move(append), [waiting](std::expected<Appended, Error> answer) {
    waiting->answer(std::move(answer));
  });
  return waiting->wait(deadline);
}

}  // namespace daybook
