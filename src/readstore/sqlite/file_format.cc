// The database file: its marks, and the tables that say what else is in it. All of these names
// are stored: they live forever.
#include "src/readstore/sqlite/bookkeeping.h"

namespace daybook::sqlite {
namespace {

constexpr std::int64_t application_id = 0x44617962;  // "Dayb"
constexpr std::int64_t format_version = 1;

// generation: how often it was swapped. next_generation: absent unless it is being rebuilt.
constexpr const char* tables = R"(
  CREATE TABLE daybook_projections (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    shape TEXT NOT NULL,
    checkpoint INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    next_shape TEXT,
    next_checkpoint INTEGER,
    next_generation INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE daybook_tables (
    name TEXT NOT NULL,
    is_next INTEGER NOT NULL,
    projection TEXT NOT NULL,
    last_row INTEGER NOT NULL,
    PRIMARY KEY (name, is_next)
  ) WITHOUT ROWID;
  CREATE TABLE daybook_dead_letters (
    projection TEXT NOT NULL,
    is_next INTEGER NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (projection, is_next, position)
  ) WITHOUT ROWID;
)";

enum class Content { nothing, ours };

std::expected<Content, Error> content_of(Connection& connection) {
  const auto id = connection.number("PRAGMA application_id");
  if (!id) return std::unexpected(id.error());
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  const auto objects = connection.number("SELECT count(*) FROM sqlite_schema");
  if (!objects) return std::unexpected(objects.error());
  if (*id == 0 && *version == 0 && *objects == 0) return Content::nothing;
  if (*id != application_id) {
    return std::unexpected(
        fault("read-store-foreign",
              connection.path().string() + " is somebody else's database; it was left as it is"));
  }
  if (*version > format_version) {
    return std::unexpected(
        fault("read-store-newer",
              connection.path().string() + " was made by a later release of Daybook"));
  }
  return Content::ours;
}

std::expected<void, Error> make_tables(Connection& connection) {
  auto writing = Transaction::begin(connection, Transaction::Kind::write);
  if (!writing) return std::unexpected(writing.error());
  const auto content = content_of(connection);  // another process may have been faster
  if (!content) return std::unexpected(content.error());
  if (*content == Content::ours) return {};
  auto made = connection.run(tables);
  if (made) made = connection.run("PRAGMA application_id = " + std::to_string(application_id));
  if (made) made = connection.run("PRAGMA user_version = " + std::to_string(format_version));
  return made ? writing->commit() : made;
}

}  // namespace

std::expected<void, Error> prepare_file(Connection& connection) {
  const auto content = content_of(connection);
  if (!content) {
    Error error = content.error();
    if (error.code == "read-store-damaged") error.detail += "; if it is ours, delete it";
    return std::unexpected(std::move(error));
  }
  const auto mode = connection.text("PRAGMA journal_mode = WAL");
  if (!mode) return std::unexpected(mode.error());
  if (*mode != "wal") {
    return std::unexpected(fault("read-store-failed",
                                 connection.path().string() + ": this file system cannot do WAL"));
  }
  return *content == Content::nothing ? make_tables(connection) : std::expected<void, Error>();
}

}  // namespace daybook::sqlite
