#include "src/cli/project_bench.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "daybook/projections.h"
#include "daybook/read_stores.h"
#include "src/cli/bench_events.h"
#include "src/cli/measure.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t raw_rows_max = 1'000'000;
constexpr std::uint64_t raw_commit_rows = Projections::Options{}.batch_events;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// The same rows, in as many transactions.
class RawRows {
 public:
  explicit RawRows(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    is_good_ = sqlite3_open(file.c_str(), &database) == SQLITE_OK;
    database_.reset(database);
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000;"
        "CREATE TABLE measured (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " customer TEXT NOT NULL, total INTEGER NOT NULL, placedAt TEXT NOT NULL)");
    sqlite3_stmt* put = nullptr;
    sqlite3_prepare_v2(
        database,
        "INSERT INTO measured VALUES (NULL, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " customer = excluded.customer, total = excluded.total,"
        " placedAt = excluded.placedAt",
        -1, &put, nullptr);
    put_.reset(put);
  }

  bool insert(std::uint64_t rows) {
    for (std::uint64_t next = 0; next < rows;) {
      run("BEGIN IMMEDIATE");
      const std::uint64_t end = std::min(rows, next + raw_commit_rows);
      while (next < end) insert_one(next++);
      run("COMMIT");
    }
    return is_good_;
  }

 private:
  void run(const char* sql) {
    is_good_ =
        is_good_ && sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  void insert_one(std::uint64_t number) {
    if (!is_good_) return;
    const std::string key = fmt::format("bench-1a2b3c4d.{:05}@1", number);
    sqlite3_bind_text(put_.get(), 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    sqlite3_bind_text(put_.get(), 2, "customer-000017", 15, SQLITE_STATIC);
    sqlite3_bind_int64(put_.get(), 3, static_cast<std::int64_t>(number));
    sqlite3_bind_text(put_.get(), 4, "2026-03-01T12:00:00.000001Z", 27, SQLITE_STATIC);
    is_good_ = sqlite3_step(put_.get()) == SQLITE_DONE;
    sqlite3_reset(put_.get());
  }

  bool is_good_ = false;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::unique_ptr<sqlite3_stmt, Finalize> put_;
};

std::expected<void, Error> measure_raw(const std::filesystem::path& file, std::uint64_t rows,
                                       ProjectBenchResult& result) {
  RawRows raw(file);
  const double cpu_before = process_cpu_seconds();
  const auto begun = std::chrono::steady_clock::now();
  if (!raw.insert(rows)) return std::unexpected(fault("sqlite", "SQLite by itself has failed"));
  result.raw_rows_per_s = static_cast<double>(rows) / seconds_since(begun);
  result.raw_cpu_us_per_row =
      (process_cpu_seconds() - cpu_before) * 1e6 / static_cast<double>(rows);
  return {};
}

std::expected<void, Error> project_all(EventStore& store, ReadStore& rows) {
  Projections projections({.events = store, .rows = rows, .clock = system_clock(), .report = {}});
  projections.add(measured_list());
  if (auto started = projections.start(); !started) return started;
  std::promise<std::expected<void, Error>> reached;
  projections.when_reached("measured", store.head(), within(24h),
                           [&](auto outcome) { reached.set_value(std::move(outcome)); });
  return reached.get_future().get();
}

}  // namespace

std::expected<ProjectBenchResult, Error> bench_project(EventStore& store,
                                                       const std::filesystem::path& directory) {
  auto rows = open_sqlite_read_store(directory / "read.db");
  if (!rows) return std::unexpected(std::move(rows.error()));
  const double cpu_before = process_cpu_seconds();
  const auto begun = std::chrono::steady_clock::now();
  if (auto done = project_all(store, **rows); !done) return std::unexpected(done.error());
  const auto events = store.head().value;
  ProjectBenchResult result{
      .events = events,
      .seconds = seconds_since(begun),
      .cpu_us_per_event = (process_cpu_seconds() - cpu_before) * 1e6 /
                          static_cast<double>(std::max<std::uint64_t>(events, 1))};
  auto raw = measure_raw(directory / "raw.db", std::min(events, raw_rows_max), result);
  if (!raw) return std::unexpected(std::move(raw.error()));
  return result;
}

}  // namespace daybook::cli
