// How fast do rows get into SQLite, beside what SQLite does with one prepared statement by itself?
// Rows of six columns, upserted by key, 5,000 to a transaction, each row new.
#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "daybook/read_stores.h"

namespace daybook {
namespace {

constexpr std::int64_t rows = 5'000;

class Directory {
 public:
  Directory() {
    if (mkdtemp(name_.data()) == nullptr) std::abort();
  }
  ~Directory() { std::filesystem::remove_all(name_); }
  std::string file() const { return name_ + "/read.db"; }

 private:
  std::string name_ = (std::filesystem::temp_directory_path() / "read_bench_XXXXXX").string();
};

std::string key_of(std::int64_t number) {
  std::string digits = std::to_string(number);
  return "order-" + std::string(12 - digits.size(), '0') + digits;
}

ProjectionShape shape() {
  return {.name = "sales",
          .tables = {{.name = "orders",
                      .columns = {{"id", ColumnType::text},
                                  {"userId", ColumnType::text},
                                  {"total", ColumnType::decimal},
                                  {"status", ColumnType::text},
                                  {"open", ColumnType::boolean},
                                  {"at", ColumnType::time}}}}};
}

ReadCommit next_commit(std::int64_t first) {
  TableChanges changes{.table = "orders"};
  for (std::int64_t i = first; i < first + rows; ++i) {
    const std::string key = key_of(i);
    changes.rows.push_back(
        {key, Row{Cell(key), Cell("user-00001234"), Cell("1249.90"), Cell("shipped"),
                  Cell(std::int64_t{1}), Cell(std::int64_t{1'700'000'000'000'000 + i})}});
  }
  return {.projection = "sales",
          .expected = Position{static_cast<std::uint64_t>(first)},
          .checkpoint = Position{static_cast<std::uint64_t>(first + rows)},
          .changes = {std::move(changes)}};
}

void put_rows(benchmark::State& state, ReadStore& store) {
  if (!store.open(shape())) std::abort();
  std::int64_t first = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const ReadCommit commit = next_commit(first);
    state.ResumeTiming();
    if (!store.commit(commit)) state.SkipWithError("a commit failed");
    first += rows;
  }
  state.SetItemsProcessed(state.iterations() * rows);
}

void put_rows_into_our_sqlite(benchmark::State& state) {
  const Directory directory;
  const auto store = open_sqlite_read_store(directory.file());
  if (!store) std::abort();
  put_rows(state, **store);
}
BENCHMARK(put_rows_into_our_sqlite)->UseRealTime()->MinTime(2);

void put_rows_into_memory(benchmark::State& state) { put_rows(state, *open_memory_read_store()); }
BENCHMARK(put_rows_into_memory)->UseRealTime();

void run(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
}

// The same columns, texts ready made, and as large a WAL.
void put_rows_into_raw_sqlite(benchmark::State& state) {
  const Directory directory;
  sqlite3* database = nullptr;
  sqlite3_stmt* put = nullptr;
  if (sqlite3_open(directory.file().c_str(), &database) != SQLITE_OK) std::abort();
  run(database,
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000;"
      "CREATE TABLE orders (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, userId TEXT NOT NULL,"
      " total TEXT NOT NULL, status TEXT NOT NULL, open INTEGER NOT NULL, at TEXT NOT NULL)");
  sqlite3_prepare_v2(database,
                     "INSERT INTO orders VALUES (NULL, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                     " SET userId = excluded.userId, total = excluded.total,"
                     " status = excluded.status, open = excluded.open, at = excluded.at",
                     -1, &put, nullptr);
  std::int64_t next = 0;
  for (auto _ : state) {
    run(database, "BEGIN IMMEDIATE");
    for (std::int64_t i = 0; i < rows; ++i) {
      const std::string key = key_of(next++);
      sqlite3_bind_text(put, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
      sqlite3_bind_text(put, 2, "user-00001234", 13, SQLITE_STATIC);
      sqlite3_bind_text(put, 3, "1249.90", 7, SQLITE_STATIC);
      sqlite3_bind_text(put, 4, "shipped", 7, SQLITE_STATIC);
      sqlite3_bind_int64(put, 5, 1);
      sqlite3_bind_text(put, 6, "2026-03-01T12:00:00.000001Z", 27, SQLITE_STATIC);
      if (sqlite3_step(put) != SQLITE_DONE) std::abort();
      sqlite3_reset(put);
    }
    run(database, "COMMIT");
  }
  sqlite3_finalize(put);
  sqlite3_close(database);
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(put_rows_into_raw_sqlite)->UseRealTime()->MinTime(2);

// A page of 50 behind a cursor, by an index, of 200,000 rows.
void read_a_page(benchmark::State& state) {
  const Directory directory;
  const auto store = open_sqlite_read_store(directory.file());
  if (!store || !(*store)->open(shape())) std::abort();
  for (std::int64_t first = 0; first < 200'000; first += rows) {
    if (!(*store)->commit(next_commit(first))) std::abort();
  }
  RowQuery query{.table = "orders", .order_by = "id"};
  for (auto _ : state) {
    const auto page = (*store)->query(query);
    if (!page) std::abort();
    query.cursor = page->next_cursor;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_a_page)->UseRealTime();

}  // namespace
}  // namespace daybook
