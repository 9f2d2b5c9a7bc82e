#include "src/readstore/sqlite/bookkeeping.h"

#include <utility>

#include "daybook/clock.h"
#include "daybook/read_store_rules.h"

namespace daybook::sqlite {
namespace {

constexpr std::size_t shapes_max = 64;

std::int64_t is_next(Generation generation) { return generation == Generation::next ? 1 : 0; }
std::int64_t number_of(Position position) { return static_cast<std::int64_t>(position.value); }
Position position_of(std::int64_t number) { return Position{static_cast<std::uint64_t>(number)}; }

}  // namespace

std::expected<Shapes::Shape, Error> Shapes::parse(std::string_view json) {
  std::lock_guard lock(mutex_);
  if (const auto found = shapes_.find(json); found != shapes_.end()) return found->second;
  auto shape = parse_projection_shape(json);
  if (!shape) {
    return std::unexpected(
        fault("read-store-damaged", "A stored shape cannot be read: " + shape.error().detail));
  }
  if (shapes_.size() >= shapes_max) shapes_.clear();
  auto shared = std::make_shared<const ProjectionShape>(std::move(*shape));
  shapes_.emplace(json, shared);
  return shared;
}

template <class... Parameters>
std::expected<void, Error> Bookkeeping::run(const std::string& sql,
                                            const Parameters&... parameters) {
  auto statement = connection_.prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  int index = 0;
  (statement->bind(++index, parameters), ...);
  return statement->run();
}

std::expected<std::optional<ProjectionRecord>, Error> Bookkeeping::find(
    std::string_view projection) {
  auto read = connection_.prepare(
      "SELECT shape, checkpoint, generation, next_shape, next_checkpoint, next_generation "
      "FROM daybook_projections WHERE name = ?");
  if (!read) return std::unexpected(read.error());
  read->bind(1, projection);
  const auto found = read->step();
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;

  ProjectionRecord record{.name = std::string(projection)};
  const auto rows_at = [&](int column) -> std::expected<ProjectionRecord::Rows, Error> {
    auto shape = shapes_.parse(read->text(column));
    if (!shape) return std::unexpected(shape.error());
    return ProjectionRecord::Rows{std::move(*shape), position_of(read->number(column + 1)),
                                  static_cast<std::uint64_t>(read->number(column + 2))};
  };
  auto live = rows_at(0);
  if (!live) return std::unexpected(live.error());
  record.live = std::move(*live);
  if (read->is_null(3)) return record;
  auto next = rows_at(3);
  if (!next) return std::unexpected(next.error());
  record.next = std::move(*next);
  return record;
}

std::expected<std::optional<std::string>, Error> Bookkeeping::owner_of(std::string_view table) {
  auto read = connection_.prepare(
      "SELECT projection FROM daybook_tables WHERE name = ? COLLATE NOCASE LIMIT 1");
  if (!read) return std::unexpected(read.error());
  read->bind(1, table);
  const auto found = read->step();
  if (!found) return std::unexpected(found.error());
  return *found ? std::optional(std::string(read->text(0))) : std::nullopt;
}

std::expected<void, Error> Bookkeeping::add_tables(const ProjectionShape& shape,
                                                   Generation generation) {
  for (const TableShape& table : shape.tables) {
    auto added = run("INSERT INTO daybook_tables VALUES (?, ?, ?, 0)", table.name,
                     is_next(generation), shape.name);
    if (!added) return added;
  }
  return {};
}

std::expected<void, Error> Bookkeeping::add(const ProjectionShape& shape) {
  auto added =
      run("INSERT INTO daybook_projections (name, version, shape, checkpoint, generation) "
          "VALUES (?, ?, ?, 0, 0)",
          shape.name, std::int64_t{shape.version}, to_json(shape));
  return added ? add_tables(shape, Generation::live) : added;
}

std::expected<void, Error> Bookkeeping::set_checkpoint(const std::string& projection,
                                                       Generation generation, Position checkpoint) {
  return run(generation == Generation::live
                 ? "UPDATE daybook_projections SET checkpoint = ? WHERE name = ?"
                 : "UPDATE daybook_projections SET next_checkpoint = ? WHERE name = ?",
             number_of(checkpoint), projection);
}

std::expected<void, Error> Bookkeeping::set_next(const ProjectionRecord& record,
                                                 const ProjectionShape& shape) {
  auto set =
      run("UPDATE daybook_projections SET next_shape = ?, next_checkpoint = 0, "
          "next_generation = ? WHERE name = ?",
          to_json(shape), static_cast<std::int64_t>(record.live.number + 1), record.name);
  return set ? add_tables(shape, Generation::next) : set;
}

std::expected<void, Error> Bookkeeping::drop_next(const std::string& projection) {
  auto dropped =
      run("UPDATE daybook_projections SET next_shape = NULL, next_checkpoint = NULL, "
          "next_generation = NULL WHERE name = ?",
          projection);
  if (dropped) {
    dropped = run("DELETE FROM daybook_tables WHERE projection = ? AND is_next = 1", projection);
  }
  if (dropped) {
    dropped =
        run("DELETE FROM daybook_dead_letters WHERE projection = ? AND is_next = 1", projection);
  }
  return dropped;
}

std::expected<void, Error> Bookkeeping::swap(const ProjectionRecord& record) {
  for (const char* table : {"daybook_tables", "daybook_dead_letters"}) {
    const std::string name(table);
    auto done = run("DELETE FROM " + name + " WHERE projection = ? AND is_next = 0", record.name);
    if (done) done = run("UPDATE " + name + " SET is_next = 0 WHERE projection = ?", record.name);
    if (!done) return done;
  }
  return run(
      "UPDATE daybook_projections SET version = ?, shape = next_shape, "
      "checkpoint = next_checkpoint, generation = next_generation, next_shape = NULL, "
      "next_checkpoint = NULL, next_generation = NULL WHERE name = ?",
      std::int64_t{record.next->shape->version}, record.name);
}

std::expected<std::uint64_t, Error> Bookkeeping::last_row(std::string_view table,
                                                          Generation generation) {
  auto read =
      connection_.prepare("SELECT last_row FROM daybook_tables WHERE name = ? AND is_next = ?");
  if (!read) return std::unexpected(read.error());
  read->bind(1, table);
  read->bind(2, is_next(generation));
  const auto found = read->step();
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::unexpected(unknown_table(table));
  return static_cast<std::uint64_t>(read->number(0));
}

std::expected<void, Error> Bookkeeping::set_last_row(std::string_view table, Generation generation,
                                                     std::uint64_t number) {
  return run("UPDATE daybook_tables SET last_row = ? WHERE name = ? AND is_next = ?",
             static_cast<std::int64_t>(number), table, is_next(generation));
}

std::expected<void, Error> Bookkeeping::park(const ReadCommit& commit) {
  std::expected<void, Error> done;
  for (const Position position : commit.unparked) {
    if (!done) return done;
    done =
        run("DELETE FROM daybook_dead_letters "
            "WHERE projection = ? AND is_next = ? AND position = ?",
            commit.projection, is_next(commit.generation), number_of(position));
  }
  for (const DeadLetter& letter : commit.parked) {
    if (!done) return done;
    done = run("INSERT OR REPLACE INTO daybook_dead_letters VALUES (?, ?, ?, ?, ?, ?, ?)",
               commit.projection, is_next(commit.generation), number_of(letter.position),
               letter.key, letter.reason, std::int64_t{letter.attempts}, to_text(letter.at));
  }
  return done;
}

std::expected<std::vector<DeadLetter>, Error> Bookkeeping::dead_letters(std::string_view projection,
                                                                        Generation generation) {
  auto read = connection_.prepare(
      "SELECT key, position, reason, attempts, at FROM daybook_dead_letters "
      "WHERE projection = ? AND is_next = ? ORDER BY position");
  if (!read) return std::unexpected(read.error());
  read->bind(1, projection);
  read->bind(2, is_next(generation));
  std::vector<DeadLetter> letters;
  auto found = read->step();
  for (; found && *found; found = read->step()) {
    letters.push_back({.key = std::string(read->text(0)),
                       .position = position_of(read->number(1)),
                       .reason = std::string(read->text(2)),
                       .attempts = static_cast<std::uint32_t>(read->number(3)),
                       .at = parse_time(read->text(4)).value_or(Time())});
  }
  if (!found) return std::unexpected(found.error());
  return letters;
}

}  // namespace daybook::sqlite
