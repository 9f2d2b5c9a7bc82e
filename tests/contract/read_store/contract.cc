#include "tests/contract/read_store/contract.h"

#include <stdexcept>
#include <utility>

namespace daybook::testing {
namespace read_contract {
namespace {

class ContractTest : public ::testing::Test {
 public:
  ContractTest(std::function<ReadStoreUnderTest()> fresh, Promise promise)
      : fresh_(std::move(fresh)), promise_(promise) {}

  void TestBody() override {
    Bench bench(fresh_());
    promise_.test(bench);
  }

 private:
  std::function<ReadStoreUnderTest()> fresh_;
  Promise promise_;
};

template <class Value>
Value value_of(std::expected<Value, Error> answer) {
  if (!answer) throw std::runtime_error(answer.error().code + ": " + answer.error().detail);
  return std::move(*answer);
}

}  // namespace

Bench::Bench(ReadStoreUnderTest under_test) : under_test_(std::move(under_test)) { reopen(); }

void Bench::reopen() {
  store_.reset();
  store_ = under_test_.open();
  if (!store_) throw std::runtime_error("the read store does not open");
}

ProjectionShape sales(std::uint32_t version) {
  TableShape orders{.name = "orders",
                    .columns = {{"id", ColumnType::text},
                                {"who", ColumnType::text, true},
                                {"count", ColumnType::integer, true},
                                {"open", ColumnType::boolean, true},
                                {"total", ColumnType::decimal, true},
                                {"at", ColumnType::time, true},
                                {"raw", ColumnType::json, true},
                                {"secret", ColumnType::text, true, true}},
                    .indexes = {{"who"}, {"who", "total"}, {"at"}}};
  return {.name = "sales", .version = version, .tables = {std::move(orders)}};
}

Row row(const Order& o) {
  return {Cell(o.id), o.who, o.count, o.open, o.total, o.at, o.raw, o.secret};
}

RowChange put(const Order& order) { return {order.id, row(order)}; }
RowChange removed(std::string id) { return {std::move(id), std::nullopt}; }
Cell number(std::int64_t value) { return value; }
Cell text(std::string value) { return value; }

ProjectionState open_sales(ReadStore& store, std::uint32_t version) {
  return value_of(store.open(sales(version)));
}

ReadCommit step(ReadStore& store, std::vector<RowChange> changes, Generation generation) {
  const ProjectionState state = open_sales(store);
  const Position at = generation == Generation::live ? state.live : state.next.value();
  return {.projection = "sales",
          .generation = generation,
          .expected = at,
          .checkpoint = Position{at.value + 1},
          .changes = {{"orders", std::move(changes)}}};
}

void land(ReadStore& store, const ReadCommit& commit) {
  if (auto done = store.commit(commit); !done) {
    throw std::runtime_error("did not land: " + done.error().code + ", " + done.error().detail);
  }
}

void land(ReadStore& store, std::vector<RowChange> changes, Generation generation) {
  land(store, step(store, std::move(changes), generation));
}

std::optional<Row> get(ReadStore& store, std::string_view key, Generation generation) {
  return value_of(store.get("orders", key, generation));
}

RowPage page(ReadStore& store, const RowQuery& query) { return value_of(store.query(query)); }

Keys keys(const std::vector<Row>& rows) {
  Keys all;
  for (const Row& row : rows) all.push_back(std::get<std::string>(row.at(0)));
  return all;
}

Keys keys(ReadStore& store, RowQuery query) {
  query.table = "orders";
  Keys all;
  do {
    const RowPage next = page(store, query);
    for (std::string& key : keys(next.rows)) all.push_back(std::move(key));
    query.cursor = next.next_cursor;
  } while (!query.cursor.empty());
  return all;
}

Error refused(ReadStore& store, const RowQuery& query) {
  auto answer = store.query(query);
  if (answer) throw std::runtime_error("a query was answered that must not be");
  EXPECT_EQ(answer.error().kind, ErrorKind::refusal) << answer.error().detail;
  return answer.error();
}

std::string digest(ReadStore& store, Generation generation) {
  return value_of(store.digest("sales", generation));
}

void expect_error(const std::expected<void, Error>& done, ErrorKind kind, std::string_view code) {
  ASSERT_FALSE(done) << "expected " << code;
  EXPECT_EQ(done.error().kind, kind) << done.error().detail;
  EXPECT_EQ(done.error().code, code) << done.error().detail;
}

}  // namespace read_contract

void add_read_store_contract(const std::string& name, std::function<ReadStoreUnderTest()> fresh) {
  using read_contract::Promises;
  std::vector<Promises> chapters = {
      read_contract::opening_promises(), read_contract::committing_promises(),
      read_contract::filter_promises(),  read_contract::order_promises(),
      read_contract::paging_promises(),  read_contract::rebuilding_promises(),
      read_contract::digest_promises(),  read_contract::dead_letter_promises(),
      read_contract::racing_promises(),
  };
  if (fresh().durable) chapters.push_back(read_contract::reopening_promises());
  for (const Promises& chapter : chapters) {
    for (const read_contract::Promise promise : chapter) {
      // GoogleTest owns what the factory makes.
      ::testing::RegisterTest(
          name.c_str(), promise.sentence, nullptr, nullptr, __FILE__, __LINE__,
          [fresh, promise] { return new read_contract::ContractTest(fresh, promise); });
    }
  }
}

}  // namespace daybook::testing
