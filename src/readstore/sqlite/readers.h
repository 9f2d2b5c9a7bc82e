// A few connections for reading, made when they are first needed and lent to one thread each.
// Safe to use from many threads.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <expected>
#include <memory>
#include <mutex>
#include <vector>

#include "daybook/read_stores.h"
#include "src/readstore/sqlite/connection.h"

namespace daybook::sqlite {

class Readers {
 public:
  // A connection, given back when it goes.
  class Lent {
   public:
    Lent(Readers& readers, std::unique_ptr<Connection> connection)
        : readers_(&readers), connection_(std::move(connection)) {}
    ~Lent() {
      if (connection_) readers_->give_back(std::move(connection_));
    }
    Lent(Lent&&) = default;
    Connection& operator*() { return *connection_; }

   private:
    Readers* readers_;
    std::unique_ptr<Connection> connection_;
  };

  Readers(Path path, const ReadStoreOptions& options);

  // Waits for one when all are in use; "read-store-busy" when that takes too long.
  std::expected<Lent, Error> lend();

 private:
  std::expected<std::unique_ptr<Connection>, Error> connect() const;
  void give_back(std::unique_ptr<Connection> connection);

  const Path path_;
  const ReadStoreOptions options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace daybook::sqlite
