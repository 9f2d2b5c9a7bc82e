#include "src/readstore/sqlite/connection.h"

#include <utility>

namespace daybook::sqlite {
namespace {

constexpr std::size_t statements_max = 100;

const char* code_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "read-store-busy";
    case SQLITE_FULL:
      return "disk-full";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "read-store-damaged";
    default:
      return "read-store-failed";
  }
}

}  // namespace

void Statement::release() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind(int index, std::string_view text) {
  // Empty text may have no address, which SQLite would take for NULL.
  const char* bytes = text.data() != nullptr ? text.data() : "";
  const int code =
      sqlite3_bind_text64(statement_, index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) bound_ = code;
}

void Statement::bind(int index, std::int64_t number) {
  const int code = sqlite3_bind_int64(statement_, index, number);
  if (code != SQLITE_OK) bound_ = code;
}

void Statement::bind_null(int index) {
  const int code = sqlite3_bind_null(statement_, index);
  if (code != SQLITE_OK) bound_ = code;
}

std::expected<bool, Error> Statement::step() {
  const int code = bound_ != SQLITE_OK ? bound_ : sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return std::unexpected(connection_->error(code));
}

std::expected<void, Error> Statement::run() {
  auto more = step();
  while (more && *more) more = step();
  sqlite3_reset(statement_);  // to be bound and run again
  if (!more) return std::unexpected(more.error());
  return {};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_, column);
  const int count = sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count)};
}

std::expected<std::unique_ptr<Connection>, Error> Connection::open(
    const Path& path, std::chrono::milliseconds busy_wait) {
  std::unique_ptr<Connection> connection(new Connection(path));  // private constructor
  const int code =
      sqlite3_open_v2(path.c_str(), &connection->database_,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) return std::unexpected(connection->error(code));
  sqlite3* database = connection->database_;
  sqlite3_busy_timeout(database, static_cast<int>(busy_wait.count()));
  // A column that is not there must never be taken for a piece of text.
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // A rename must not fail over a view that somebody has made of our tables.
  sqlite3_db_config(database, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 1, nullptr);
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close(database_);
}

std::expected<Statement, Error> Connection::prepare(const std::string& sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database_, sql.c_str(), static_cast<int>(sql.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return std::unexpected(error(code));
    found = statements_.emplace(sql, statement).first;
  }
  return Statement(*this, found->second.get());
}

std::expected<void, Error> Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return {};
}

std::expected<std::int64_t, Error> Connection::number(const std::string& sql) {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto found = statement->step();
  if (!found) return std::unexpected(found.error());
  return *found ? statement->number(0) : 0;
}

std::expected<std::string, Error> Connection::text(const std::string& sql) {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto found = statement->step();
  if (!found) return std::unexpected(found.error());
  return *found ? std::string(statement->text(0)) : std::string();
}

Error Connection::error(int code) const {
  std::string detail = path_.string() + ": ";
  detail += database_ != nullptr ? sqlite3_errmsg(database_) : sqlite3_errstr(code);
  return fault(code_of(code), std::move(detail));
}

std::expected<Transaction, Error> Transaction::begin(Connection& connection, Kind kind) {
  // Between transactions no statement is lent: the only moment to forget those kept.
  connection.forget_old_statements();
  auto statement = connection.prepare(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
  if (!statement) return std::unexpected(statement.error());
  if (auto begun = statement->run(); !begun) return std::unexpected(begun.error());
  return Transaction(connection);
}

Transaction::~Transaction() {
  // Some failures have rolled it back already.
  if (connection_ != nullptr && connection_->in_transaction()) (void)connection_->run("ROLLBACK");
}

std::expected<void, Error> Transaction::commit() {
  auto statement = connection_->prepare("COMMIT");
  if (!statement) return std::unexpected(statement.error());
  return statement->run();
}

void Connection::forget_old_statements() {
  if (statements_.size() > statements_max) statements_.clear();
}

std::string sql_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

}  // namespace daybook::sqlite
