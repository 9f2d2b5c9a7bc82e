#include "src/readstore/sqlite/read_store.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "daybook/read_store_rules.h"
#include "src/readstore/sqlite/cells.h"
#include "src/readstore/sqlite/query.h"
#include "src/readstore/sqlite/tables.h"

namespace daybook {
namespace sqlite {
namespace {

constexpr std::uint64_t page_bytes = 4096;

// Synchronous NORMAL: a crash of the machine may lose the last transactions, never half of one.
// They are projected again from the log, since each holds its checkpoint. A large WAL is cheap: a
// page that many transactions change is copied back once.
std::expected<void, Error> set_up_writer(Connection& connection, const ReadStoreOptions& options) {
  std::string pragmas =
      "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000; "
      "PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = FAST; "
      "PRAGMA cache_size = -16000; ";
  if (options.bytes_max > 0) {
    pragmas += "PRAGMA max_page_count = " + std::to_string(options.bytes_max / page_bytes);
  }
  return connection.run(pragmas);
}

const TableShape* table_in(const ProjectionShape& shape, std::string_view name) {
  const auto found = std::ranges::find(shape.tables, name, &TableShape::name);
  return found == shape.tables.end() ? nullptr : &*found;
}

std::expected<ProjectionRecord, Error> known(Bookkeeping& book, std::string_view projection) {
  auto record = book.find(projection);
  if (!record) return std::unexpected(record.error());
  if (!*record) return std::unexpected(unknown_projection(projection));
  return std::move(**record);
}

// The rows of one generation, which must exist.
std::expected<ProjectionRecord::Rows, Error> known(Bookkeeping& book, std::string_view projection,
                                                   Generation generation) {
  auto record = known(book, projection);
  if (!record) return std::unexpected(record.error());
  const ProjectionRecord::Rows* rows = record->rows(generation);
  if (rows == nullptr) return std::unexpected(projected_elsewhere(projection, {}, std::nullopt));
  return *rows;
}

std::expected<ProjectionRecord, Error> owner_of(Bookkeeping& book, std::string_view table) {
  auto owner = book.owner_of(table);
  if (!owner) return std::unexpected(owner.error());
  if (!*owner) return std::unexpected(unknown_table(table));
  return known(book, **owner);
}

std::expected<void, Error> add_rows(Connection& connection, const TableShape& table,
                                    Generation generation, RowDigest& digest) {
  auto rows = connection.prepare("SELECT " + comma_separated(columns_of(table)) + " FROM " +
                                 table_name(table.name, generation));
  if (!rows) return std::unexpected(rows.error());
  auto found = rows->step();
  for (; found && *found; found = rows->step()) {
    digest.add(table.name, read_row(*rows, 0, table));
  }
  if (!found) return std::unexpected(found.error());
  return {};
}

}  // namespace

SqliteReadStore::SqliteReadStore(const Path& path, const ReadStoreOptions& options,
                                 std::unique_ptr<Connection> writer)
    : readers_(path, options), writer_(std::move(writer)) {}

std::expected<std::unique_ptr<ReadStore>, Error> SqliteReadStore::open_file(
    const Path& path, const ReadStoreOptions& options) {
  std::error_code failed;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failed);
  if (failed) {
    return std::unexpected(fault("read-store-failed", path.parent_path().string() +
                                                          ": cannot be made: " + failed.message()));
  }
  auto writer = Connection::open(path, options.busy_wait);
  if (!writer) return std::unexpected(writer.error());
  auto prepared = prepare_file(**writer);
  if (prepared) prepared = set_up_writer(**writer, options);
  if (!prepared) return std::unexpected(prepared.error());
  return std::unique_ptr<ReadStore>(  // private constructor
      new SqliteReadStore(path, options, std::move(*writer)));
}

std::expected<void, Error> SqliteReadStore::write(
    const std::function<std::expected<void, Error>(Bookkeeping&)>& change) {
  std::lock_guard lock(writing_);
  Bookkeeping book(*writer_, shapes_);
  const auto run = [&]() -> std::expected<void, Error> {
    auto transaction = Transaction::begin(*writer_, Transaction::Kind::write);
    if (!transaction) return std::unexpected(transaction.error());
    auto changed = change(book);
    return changed ? transaction->commit() : changed;
  };
  auto done = run();
  std::lock_guard health_lock(health_mutex_);
  if (done) {
    last_fault_.reset();
  } else if (done.error().kind == ErrorKind::fault) {
    last_fault_ = done.error();
  }
  return done;
}

template <class Answer>
std::expected<Answer, Error> SqliteReadStore::read(
    const std::function<std::expected<Answer, Error>(Connection&, Bookkeeping&)>& look) {
  auto reader = readers_.lend();
  if (!reader) return std::unexpected(reader.error());
  // One transaction: all that is read belongs to the same moment.
  auto transaction = Transaction::begin(**reader, Transaction::Kind::read);
  if (!transaction) return std::unexpected(transaction.error());
  Bookkeeping book(**reader, shapes_);
  return look(**reader, book);
}

std::expected<ProjectionState, Error> SqliteReadStore::open(const ProjectionShape& shape) {
  if (auto checked = check_shape(shape); !checked) return std::unexpected(checked.error());
  ProjectionState state;
  auto opened = write([&](Bookkeeping& book) { return open_in(book, shape, state); });
  if (!opened) return std::unexpected(opened.error());
  return state;
}

std::expected<void, Error> SqliteReadStore::open_in(Bookkeeping& book, const ProjectionShape& shape,
                                                    ProjectionState& state) {
  for (const TableShape& table : shape.tables) {
    const auto owner = book.owner_of(table.name);
    if (!owner) return std::unexpected(owner.error());
    if (*owner && **owner != shape.name) {
      return std::unexpected(table_in_use(table.name, **owner));
    }
    for (const auto& [name, asked] : asked_) {
      const bool has_it = std::ranges::any_of(asked.tables, [&](const TableShape& other) {
        return is_same_name(other.name, table.name);
      });
      if (has_it && name != shape.name) return std::unexpected(table_in_use(table.name, name));
    }
  }
  asked_.insert_or_assign(shape.name, shape);
  const auto record = book.find(shape.name);
  if (!record) return std::unexpected(record.error());
  if (!*record) {
    auto added = book.add(shape);
    return added ? make_tables(*writer_, shape, Generation::live, 0) : added;
  }
  state.live = (*record)->live.checkpoint;
  state.is_current = *(*record)->live.shape == shape;
  if (!(*record)->next) return {};
  if (*(*record)->next->shape != shape) return drop_next_of(book, **record);
  state.next = (*record)->next->checkpoint;
  return {};
}

std::expected<void, Error> SqliteReadStore::commit(const ReadCommit& commit) {
  return write([&](Bookkeeping& book) { return commit_in(book, commit); });
}

std::expected<void, Error> SqliteReadStore::commit_in(Bookkeeping& book, const ReadCommit& commit) {
  const auto rows = known(book, commit.projection, commit.generation);
  if (!rows) return std::unexpected(rows.error());
  if (rows->checkpoint != commit.expected) {
    return std::unexpected(
        projected_elsewhere(commit.projection, commit.expected, rows->checkpoint));
  }
  for (const TableChanges& changes : commit.changes) {
    const TableShape* table = table_in(*rows->shape, changes.table);
    if (table == nullptr) return std::unexpected(unknown_table(changes.table));
    const auto last = book.last_row(table->name, commit.generation);
    if (!last) return std::unexpected(last.error());
    TableWriter writer(*writer_, *table, commit.generation, *last);
    auto written = writer.apply(changes.rows);
    if (written && writer.last_number() != *last) {
      written = book.set_last_row(table->name, commit.generation, writer.last_number());
    }
    if (!written) return written;
  }
  auto done = book.park(commit);
  return done ? book.set_checkpoint(commit.projection, commit.generation, commit.checkpoint) : done;
}

std::expected<std::optional<Row>, Error> SqliteReadStore::get(std::string_view table,
                                                              std::string_view key,
                                                              Generation generation) {
  return read<std::optional<Row>>(
      [&](Connection& connection, Bookkeeping& book) -> std::expected<std::optional<Row>, Error> {
        const auto owner = owner_of(book, table);
        if (!owner) return std::unexpected(owner.error());
        const auto rows = known(book, owner->name, generation);
        if (!rows) return std::unexpected(rows.error());
        const TableShape* shape = table_in(*rows->shape, table);
        if (shape == nullptr) return std::unexpected(unknown_table(table));
        auto found = connection.prepare("SELECT " + comma_separated(columns_of(*shape)) + " FROM " +
                                        table_name(table, generation) + " WHERE " +
                                        sql_name(shape->columns[shape->key].name) + " = ?");
        if (!found) return std::unexpected(found.error());
        found->bind(1, key);
        const auto is_there = found->step();
        if (!is_there) return std::unexpected(is_there.error());
        return *is_there ? std::optional(read_row(*found, 0, *shape)) : std::nullopt;
      });
}

std::expected<RowPage, Error> SqliteReadStore::query(const RowQuery& query) {
  return read<RowPage>(
      [&](Connection& connection, Bookkeeping& book) -> std::expected<RowPage, Error> {
        const auto owner = owner_of(book, query.table);
        if (!owner) return std::unexpected(owner.error());
        return query_rows(connection, owner->live, query);
      });
}

std::expected<std::string, Error> SqliteReadStore::digest(std::string_view projection,
                                                          Generation generation) {
  return read<std::string>(
      [&](Connection& connection, Bookkeeping& book) -> std::expected<std::string, Error> {
        const auto rows = known(book, projection, generation);
        if (!rows) return std::unexpected(rows.error());
        RowDigest digest;
        for (const TableShape& table : rows->shape->tables) {
          auto added = add_rows(connection, table, generation, digest);
          if (!added) return std::unexpected(added.error());
        }
        return digest.text();
      });
}

std::expected<std::vector<DeadLetter>, Error> SqliteReadStore::dead_letters(
    std::string_view projection, Generation generation) {
  return read<std::vector<DeadLetter>>(
      [&](Connection&, Bookkeeping& book) -> std::expected<std::vector<DeadLetter>, Error> {
        const auto rows = known(book, projection, generation);
        if (!rows) return std::unexpected(rows.error());
        return book.dead_letters(projection, generation);
      });
}

std::expected<void, Error> SqliteReadStore::health() const {
  std::lock_guard lock(health_mutex_);
  if (last_fault_) return std::unexpected(*last_fault_);
  return {};
}

}  // namespace sqlite

std::expected<std::unique_ptr<ReadStore>, Error> open_sqlite_read_store(
    const std::filesystem::path& path, const ReadStoreOptions& options) {
  return sqlite::SqliteReadStore::open_file(path, options);
}

}  // namespace daybook
