// What the promises of the read store contract are written with: a store under test, a table with
// columns of every type, and short ways to change and to read it. Each file of this folder is one
// chapter.
//
// The helpers throw when the store does not do what a test takes for granted; GoogleTest then shows
// why and goes on with the next test.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/read_store.h"
#include "daybook/testing_read_store.h"

namespace daybook::testing::read_contract {

using Keys = std::vector<std::string>;

class Bench {
 public:
  explicit Bench(ReadStoreUnderTest under_test);

  ReadStore& store() { return *store_; }
  ReadStore* operator->() { return store_.get(); }
  void reopen();

 private:
  ReadStoreUnderTest under_test_;
  std::unique_ptr<ReadStore> store_;  // destroyed before what opened it
};

// A promise, and the test that it is kept. The name is the sentence.
struct Promise {
  const char* sentence;
  void (*test)(Bench&);
};
using Promises = std::vector<Promise>;
#define READ_PROMISE(sentence) \
  ::daybook::testing::read_contract::Promise { #sentence, sentence }

Promises opening_promises();
Promises committing_promises();
Promises filter_promises();
Promises order_promises();
Promises paging_promises();
Promises rebuilding_promises();
Promises digest_promises();
Promises dead_letter_promises();
Promises racing_promises();
Promises reopening_promises();  // of durable stores only

// Projection "sales" with the table "orders": a column of each type, and a hidden one.
//   id text key | who text? | count integer? | open boolean? | total decimal? | at time? | raw
//   json? | secret text? (hidden)
ProjectionShape sales(std::uint32_t version = 1);

// A row of it; what is not said is absent.
struct Order {
  std::string id;
  Cell who{};
  Cell count{};
  Cell open{};
  Cell total{};
  Cell at{};
  Cell raw{};
  Cell secret{};
};
Row row(const Order& order);
RowChange put(const Order& order);
RowChange removed(std::string id);
Cell number(std::int64_t value);
Cell text(std::string value);

// One commit to "orders", from the checkpoint where it is to the next one.
ReadCommit step(ReadStore& store, std::vector<RowChange> changes,
                Generation generation = Generation::live);
void land(ReadStore& store, const ReadCommit& commit);
void land(ReadStore& store, std::vector<RowChange> changes,
          Generation generation = Generation::live);

// What `open` says of "sales".
ProjectionState open_sales(ReadStore& store, std::uint32_t version = 1);

std::optional<Row> get(ReadStore& store, std::string_view key,
                       Generation generation = Generation::live);
RowPage page(ReadStore& store, const RowQuery& query);
Keys keys(const std::vector<Row>& rows);
Keys keys(ReadStore& store, RowQuery query = {});  // all pages of "orders"
Error refused(ReadStore& store, const RowQuery& query);
std::string digest(ReadStore& store, Generation generation = Generation::live);

void expect_error(const std::expected<void, Error>& done, ErrorKind kind, std::string_view code);

}  // namespace daybook::testing::read_contract
