#include "src/cli/bench_orders.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "daybook/context.h"
#include "daybook/projection.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t append_events = 1'000;
constexpr std::uint64_t stream_events = 10;

struct OrderPlaced {
  std::string order;
  std::string customer;
  std::int64_t total = 0;
  std::string note;
};

struct OrderRow {
  std::string order;
  std::string customer;
  std::int64_t total = 0;
  Time placed_at;
};

class OrderList {
 public:
  static constexpr std::string_view name = "orders";
  using Event = std::variant<OrderPlaced>;
  using Rows = std::tuple<OrderRow>;

  explicit OrderList(Table<OrderRow>& orders) : orders_(orders) {}
  void on(const OrderPlaced& event, const Recorded& at) {
    orders_.put({.order = event.order,
                 .customer = event.customer,
                 .total = event.total,
                 .placed_at = at.time});
  }

 private:
  Table<OrderRow>& orders_;
};

Context shop() {
  return {.name = "shop",
          .categories = {"order"},
          .events = {event("OrderPlaced", field("order", &OrderPlaced::order),
                           field("customer", &OrderPlaced::customer),
                           field("total", &OrderPlaced::total), field("note", &OrderPlaced::note))},
          .tables = {table("orders", field("order", &OrderRow::order),
                           field("customer", &OrderRow::customer), field("total", &OrderRow::total),
                           field("placedAt", &OrderRow::placed_at))}};
}

NewEvent order_placed(std::uint64_t number) {
  return {.type = "OrderPlaced",
          .data = fmt::format(R"({{"order":"order-{:012}","customer":"customer-{:06}",)"
                              R"("total":{},"note":"{:x>160}"}})",
                              number, number % 100'000, number % 10'000, "")};
}

}  // namespace

std::expected<void, Error> append_orders(EventStore& store, std::uint64_t events) {
  const std::string run = system_ids().next().text().substr(24);
  for (std::uint64_t number = 0; number < events;) {
    const std::uint64_t end = std::min(events, number + append_events);
    Append append;
    while (number < end) {
      StreamAppend to{StreamId("order", fmt::format("{}.{}", run, number / stream_events)),
                      ExpectedVersion::none(),
                      {}};
      do to.events.push_back(order_placed(number++));
      while (number < end && number % stream_events != 0);
      append.streams.push_back(std::move(to));
    }
    if (auto done = store.append(std::move(append), within(60s)); !done) {
      return std::unexpected(std::move(done.error()));
    }
  }
  return {};
}

std::unique_ptr<ProjectionModel> order_list() { return projection<OrderList>()(shop()); }

}  // namespace daybook::cli
