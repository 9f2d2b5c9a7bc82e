// One connection to an SQLite database, its prepared statements, and a transaction. Failures are
// values; what SQLite calls full and busy have codes of their own.
// A connection is used by one thread at a time.
//
//   auto read = connection.prepare("SELECT a FROM t WHERE b = ?");
//   if (!read) return std::unexpected(read.error());
//   read->bind(1, key);
//   auto found = read->step();
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "daybook/result.h"

namespace daybook::sqlite {

using Path = std::filesystem::path;

class Connection;

// A prepared statement, lent by its connection. What is bound must live until the last step.
class Statement {
 public:
  Statement(Connection& connection, sqlite3_stmt* statement)
      : connection_(&connection), statement_(statement) {}
  ~Statement() { release(); }
  Statement(Statement&& from) noexcept
      : connection_(from.connection_), statement_(std::exchange(from.statement_, nullptr)) {}
  Statement(const Statement&) = delete;

  void bind(int index, std::string_view text);
  void bind(int index, std::int64_t number);
  void bind_null(int index);

  std::expected<bool, Error> step();  // whether there is a row
  std::expected<void, Error> run();   // to its end

  bool is_null(int column) const;
  std::int64_t number(int column) const;
  std::string_view text(int column) const;  // until the next step

 private:
  void release();

  Connection* connection_;
  sqlite3_stmt* statement_;
  int bound_ = SQLITE_OK;
};

class Connection {
 public:
  // Makes the file if it is missing.
  static std::expected<std::unique_ptr<Connection>, Error> open(
      const Path& path, std::chrono::milliseconds busy_wait);
  ~Connection();
  Connection(const Connection&) = delete;

  std::expected<Statement, Error> prepare(const std::string& sql);  // kept for the next time
  std::expected<void, Error> run(const std::string& sql);           // one or several, not kept
  std::expected<std::int64_t, Error> number(const std::string& sql);
  std::expected<std::string, Error> text(const std::string& sql);
  void forget_old_statements();  // when none is lent
  bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }
  Error error(int code) const;
  const Path& path() const { return path_; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  explicit Connection(Path path) : path_(std::move(path)) {}

  Path path_;
  sqlite3* database_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

// Rolled back unless it was committed.
class Transaction {
 public:
  enum class Kind : std::uint8_t { read, write };
  static std::expected<Transaction, Error> begin(Connection& connection, Kind kind);
  ~Transaction();
  Transaction(Transaction&& from) noexcept
      : connection_(std::exchange(from.connection_, nullptr)) {}
  std::expected<void, Error> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}

  Connection* connection_;
};

// A name as SQL writes it.
std::string sql_name(std::string_view name);

}  // namespace daybook::sqlite
