#include <functional>
#include <map>
#include <mutex>

#include "daybook/snapshot.h"

namespace daybook {
namespace {

class MemorySnapshots final : public SnapshotStore {
 public:
  std::expected<void, Error> save(std::string_view stream, std::string_view fingerprint,
                                  const Snapshot& snapshot) override {
    std::lock_guard lock(mutex_);
    kept_.insert_or_assign(std::string(stream), Kept{std::string(fingerprint), snapshot});
    return {};
  }

  std::optional<Snapshot> load(std::string_view stream, std::string_view fingerprint) override {
    std::lock_guard lock(mutex_);
    const auto found = kept_.find(stream);
    if (found == kept_.end() || found->second.fingerprint != fingerprint) return std::nullopt;
    return found->second.snapshot;
  }

 private:
  struct Kept {
    std::string fingerprint;
    Snapshot snapshot;
  };

  std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> kept_;
};

}  // namespace

std::unique_ptr<SnapshotStore> open_memory_snapshots() {
  return std::make_unique<MemorySnapshots>();
}

}  // namespace daybook
