#include "src/readstore/sqlite/readers.h"

#include <algorithm>
#include <utility>

namespace daybook::sqlite {

Readers::Readers(Path path, const ReadStoreOptions& options)
    : path_(std::move(path)), options_(options) {}

std::expected<Readers::Lent, Error> Readers::lend() {
  std::unique_lock lock(mutex_);
  const std::size_t most = std::max<std::size_t>(options_.readers, 1);
  if (!returned_.wait_for(lock, options_.reader_wait, [&] { return lent_ < most; })) {
    return std::unexpected(fault("read-store-busy", "Too many reads at once; try again later"));
  }
  ++lent_;
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return Lent(*this, std::move(connection));
  }
  lock.unlock();
  auto connection = connect();
  if (connection) return Lent(*this, std::move(*connection));
  give_back(nullptr);
  return std::unexpected(connection.error());
}

std::expected<std::unique_ptr<Connection>, Error> Readers::connect() const {
  auto connection = Connection::open(path_, options_.busy_wait);
  if (!connection) return connection;
  auto set = (*connection)->run("PRAGMA query_only = ON; PRAGMA cache_size = -4000");
  if (!set) return std::unexpected(set.error());
  return connection;
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
  std::lock_guard lock(mutex_);
  --lent_;
  if (connection) idle_.push_back(std::move(connection));
  returned_.notify_one();
}

}  // namespace daybook::sqlite
