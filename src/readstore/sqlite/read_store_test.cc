// What the contract does not ask of every read store: files that are not ours, broken, full or not
// writable; a second process; and what other tools see.
#include "src/readstore/sqlite/read_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "daybook/clock.h"
#include "daybook/read_stores.h"

namespace daybook::sqlite {
namespace {

using namespace std::chrono_literals;

constexpr Generation live = Generation::live;

class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "read_store_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Directory(const Directory&) = delete;
  Path file(const char* name = "read.db") const { return path_ / name; }
  const Path& path() const { return path_; }

 private:
  Path path_;
};

ProjectionShape sales(std::uint32_t version = 1) {
  return {.name = "sales",
          .version = version,
          .tables = {{.name = "orders",
                      .columns = {{"id", ColumnType::text},
                                  {"total", ColumnType::decimal},
                                  {"at", ColumnType::time},
                                  {"note", ColumnType::text, true}},
                      .indexes = {{"total"}}}}};
}

RowChange put(const std::string& key, std::string note = "") {
  return {key, Row{Cell(key), Cell("9.50"), Cell(std::int64_t{1'500'000}), Cell(std::move(note))}};
}

ReadCommit commit(std::uint64_t expected, std::vector<RowChange> changes,
                  Generation generation = live) {
  return {.projection = "sales",
          .generation = generation,
          .expected = Position{expected},
          .checkpoint = Position{expected + 1},
          .changes = {{"orders", std::move(changes)}}};
}

std::unique_ptr<ReadStore> opened(const Path& path, const ReadStoreOptions& options = {}) {
  auto store = open_sqlite_read_store(path, options);
  if (!store) throw std::runtime_error(store.error().code + ": " + store.error().detail);
  if (auto state = (*store)->open(sales()); !state) throw std::runtime_error(state.error().detail);
  return std::move(*store);
}

void expect_fault(const Path& path, std::string_view code) {
  const auto store = open_sqlite_read_store(path);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::fault);
  EXPECT_EQ(store.error().code, code) << store.error().detail;
  EXPECT_NE(store.error().detail.find(path.filename().string()), std::string::npos)
      << store.error().detail;
}

std::string bytes_of(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const Path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::size_t rows_in(ReadStore& store) {
  const auto page = store.query({.table = "orders", .limit = 10'000});
  if (!page) throw std::runtime_error(page.error().code);
  return page->rows.size();
}

// As another program would open it.
std::unique_ptr<Connection> tool(const Path& path) {
  auto connection = Connection::open(path, 10ms);
  if (!connection) throw std::runtime_error(connection.error().detail);
  return std::move(*connection);
}

TEST(SqliteReadStore, makes_the_directory_of_a_new_file) {
  const Directory directory;
  opened(directory.path() / "a" / "b" / "read.db");
  EXPECT_TRUE(std::filesystem::is_regular_file(directory.path() / "a" / "b" / "read.db"));
}

TEST(SqliteReadStore, leaves_the_database_of_somebody_else_as_it_is) {
  const Directory directory;
  ASSERT_TRUE(tool(directory.file())->run("CREATE TABLE mine (a); INSERT INTO mine VALUES (1)"));
  const std::string before = bytes_of(directory.file());
  expect_fault(directory.file(), "read-store-foreign");
  EXPECT_EQ(bytes_of(directory.file()), before);
}

TEST(SqliteReadStore, leaves_a_file_that_is_no_database_as_it_is) {
  const Directory directory;
  const std::string text(10'000, 'x');
  write_bytes(directory.file(), text);
  expect_fault(directory.file(), "read-store-damaged");
  EXPECT_EQ(bytes_of(directory.file()), text);
}

TEST(SqliteReadStore, leaves_the_file_of_a_later_release_as_it_is) {
  const Directory directory;
  opened(directory.file());
  ASSERT_TRUE(tool(directory.file())->run("PRAGMA user_version = 99"));
  const std::string before = bytes_of(directory.file());
  expect_fault(directory.file(), "read-store-newer");
  EXPECT_EQ(bytes_of(directory.file()), before);
}

TEST(SqliteReadStore, answers_with_a_fault_when_its_file_is_broken) {
  const Directory directory;
  {
    auto store = opened(directory.file());
    std::vector<RowChange> changes;
    for (int i = 0; i < 2000; ++i) changes.push_back(put(std::to_string(i), std::string(100, 'n')));
    ASSERT_TRUE(store->commit(commit(0, changes)));
  }
  std::string bytes = bytes_of(directory.file());
  ASSERT_GT(bytes.size(), 200'000U);
  std::fill(bytes.begin() + 65'536, bytes.end(), '\xa5');
  write_bytes(directory.file(), bytes);

  auto store = open_sqlite_read_store(directory.file());
  const auto digest = store ? (*store)->digest("sales", live) : std::unexpected(store.error());
  ASSERT_FALSE(digest);
  EXPECT_EQ(digest.error().code, "read-store-damaged") << digest.error().detail;
  EXPECT_EQ(digest.error().kind, ErrorKind::fault);
}

TEST(SqliteReadStore, says_where_it_cannot_make_its_file) {
  const Directory directory;
  write_bytes(directory.file("plain"), "x");
  const auto below = open_sqlite_read_store(directory.file("plain") / "read.db");
  ASSERT_FALSE(below);
  EXPECT_EQ(below.error().code, "read-store-failed");
  std::filesystem::create_directory(directory.file("folder"));
  expect_fault(directory.file("folder"), "read-store-failed");
}

// Root may write everywhere, so this looks with the eyes of another user.
class AsNobody {
 public:
  AsNobody() : is_root_(geteuid() == 0) {
    if (is_root_ && seteuid(65'534) != 0) throw std::runtime_error("cannot become nobody");
  }
  ~AsNobody() {
    if (is_root_ && seteuid(0) != 0) std::abort();
  }

 private:
  bool is_root_;
};

TEST(SqliteReadStore, says_that_a_directory_is_read_only) {
  const Directory directory;
  ASSERT_EQ(chmod(directory.path().c_str(), 0555), 0);
  {
    const AsNobody nobody;
    expect_fault(directory.file(), "read-store-failed");
  }
  ASSERT_EQ(chmod(directory.path().c_str(), 0755), 0);
  EXPECT_FALSE(std::filesystem::exists(directory.file()));
}

TEST(SqliteReadStore, keeps_nothing_of_a_commit_that_found_the_disk_full) {
  const Directory directory;
  auto store = opened(directory.file(), {.bytes_max = 256 << 10});
  ASSERT_TRUE(store->commit(commit(0, {put("a")})));
  std::vector<RowChange> many{{"a", std::nullopt}};
  for (int i = 0; i < 500; ++i) many.push_back(put(std::to_string(i), std::string(1000, 'n')));
  const auto full = store->commit(commit(1, many));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().kind, ErrorKind::fault);
  EXPECT_EQ(full.error().code, "disk-full") << full.error().detail;
  ASSERT_FALSE(store->health());
  EXPECT_EQ(store->health().error().code, "disk-full");
  EXPECT_EQ(rows_in(*store), 1U);
  EXPECT_EQ(store->open(sales())->live, Position{1});

  // There is room for less, and reading went on all the time.
  ASSERT_TRUE(store->commit(commit(1, {put("b")})));
  EXPECT_TRUE(store->health());
  EXPECT_EQ(rows_in(*store), 2U);
}

TEST(SqliteReadStore, is_busy_while_another_process_writes) {
  const Directory directory;
  auto store = opened(directory.file(), {.busy_wait = 20ms});
  auto other = tool(directory.file());
  ASSERT_TRUE(other->run("BEGIN IMMEDIATE"));
  const auto busy = store->commit(commit(0, {put("a")}));
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().kind, ErrorKind::fault);
  EXPECT_EQ(busy.error().code, "read-store-busy");
  EXPECT_EQ(rows_in(*store), 0U) << "reading goes on";
  ASSERT_TRUE(other->run("ROLLBACK"));
  EXPECT_TRUE(store->commit(commit(0, {put("a")})));
}

TEST(SqliteReadStore, counts_nothing_twice_when_two_processes_project_the_same) {
  const Directory directory;
  auto first = opened(directory.file());
  auto second = opened(directory.file());
  ASSERT_TRUE(first->commit(commit(0, {put("a")})));
  const auto late = second->commit(commit(0, {put("a"), put("b")}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "projected-elsewhere");
  ASSERT_TRUE(second->commit(commit(1, {put("c")})));
  EXPECT_EQ(first->commit(commit(1, {put("d")})).error().code, "projected-elsewhere");
  EXPECT_EQ(rows_in(*first), 2U);
  EXPECT_EQ(rows_in(*second), 2U);
}

TEST(SqliteReadStore, sees_the_swap_of_another_process) {
  const Directory directory;
  auto first = opened(directory.file());
  ASSERT_TRUE(first->commit(commit(0, {put("a")})));
  ASSERT_EQ(rows_in(*first), 1U);
  auto second = opened(directory.file());
  ProjectionShape changed = sales(2);
  changed.tables[0].columns.resize(1);
  changed.tables[0].indexes.clear();
  ASSERT_TRUE(second->open(changed));
  ASSERT_TRUE(second->begin_next("sales"));
  ASSERT_TRUE(
      second->commit(commit(0, {{"x", Row{Cell("x")}}, {"y", Row{Cell("y")}}}, Generation::next)));
  ASSERT_TRUE(second->swap("sales", Position{1}));
  const auto page = first->query({.table = "orders"});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->rows, (std::vector<Row>{{Cell("x")}, {Cell("y")}}));
  EXPECT_EQ(*page->shape, changed.tables[0]);
  EXPECT_EQ(first->commit(commit(1, {put("b")})).error().code, "invalid-row");
}

TEST(SqliteReadStore, shows_plain_tables_to_other_tools) {
  const Directory directory;
  auto store = opened(directory.file());
  ASSERT_TRUE(store->commit(commit(0, {put("a", "hello"), put("b")})));
  auto other = tool(directory.file());
  EXPECT_EQ(other->text("SELECT total FROM orders WHERE id = 'a'"), "9.50");
  EXPECT_EQ(other->text("SELECT at FROM orders WHERE id = 'a'"), "1970-01-01T00:00:01.500000Z");
  EXPECT_EQ(other->text("SELECT typeof(note) FROM orders WHERE id = 'a'"), "text");
  EXPECT_EQ(other->number("SELECT checkpoint FROM daybook_projections WHERE name = 'sales'"), 1);
  EXPECT_EQ(other->text("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(other->text("PRAGMA integrity_check"), "ok");
}

TEST(SqliteReadStore, swaps_although_somebody_made_a_view_of_the_table) {
  const Directory directory;
  auto store = opened(directory.file());
  ASSERT_TRUE(tool(directory.file())->run("CREATE VIEW mine AS SELECT id FROM orders"));
  ASSERT_TRUE(store->begin_next("sales"));
  ASSERT_TRUE(store->commit(commit(0, {put("new")}, Generation::next)));
  const auto swapped = store->swap("sales", Position{1});
  ASSERT_TRUE(swapped) << swapped.error().detail;
  EXPECT_EQ(tool(directory.file())->text("SELECT id FROM mine"), "new");
}

TEST(SqliteReadStore, answers_ordered_queries_from_its_indexes) {
  const Directory directory;
  auto store = opened(directory.file());
  auto other = tool(directory.file());
  const auto plan = [&](const std::string& sql) {
    auto explained = other->prepare("EXPLAIN QUERY PLAN " + sql);
    EXPECT_TRUE(explained);
    std::string text;
    while (explained && explained->step().value_or(false)) {
      text.append(explained->text(3)).append("\n");
    }
    return text;
  };
  const std::string order = " ORDER BY daybook_order_total, id LIMIT 50";
  for (const std::string& sql :
       {"SELECT * FROM orders" + order,
        "SELECT * FROM orders WHERE (daybook_order_total, id) > ('x', 'y')" + order}) {
    EXPECT_NE(plan(sql).find("daybook_orders_1_g0"), std::string::npos) << plan(sql);
    EXPECT_EQ(plan(sql).find("B-TREE"), std::string::npos) << plan(sql);
  }
}

TEST(SqliteReadStore, says_so_when_all_its_readers_are_lent_for_too_long) {
  const Directory directory;
  opened(directory.file());
  Readers readers(directory.file(), {.readers = 1, .reader_wait = 10ms});
  {
    auto lent = readers.lend();
    ASSERT_TRUE(lent);
    const auto second = readers.lend();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "read-store-busy");
  }
  EXPECT_TRUE(readers.lend());
}

}  // namespace
}  // namespace daybook::sqlite
