// The rules, one by one. What is refused is recorded beside what was asked for.
#include "contexts/orders/order.h"

#include "contexts/orders/refusals.h"
#include "daybook/testing.h"

namespace orders {
namespace {

using daybook::testing::given;

Decimal decimal(std::string_view text) { return *Decimal::parse(text); }

const Time noon = *daybook::parse_time("2026-03-01T12:00:00Z");
const OrderCreated created{"o1", "ada", decimal("99.9")};
const OrderShipped shipped{"o1", "DHL", "JD1", noon};
const OrderCancelled cancelled{"o1"};
const CreateOrder create{"o1", "ada", decimal("99.90")};
const ShipOrder ship{"o1", "DHL", "JD1", noon};
const CancelOrder cancel{"o1"};

void expect_refused(std::vector<Order::Event> before, const CreateOrder& command,
                    const Refusal& why) {
  given<Order>(std::move(before))
      .when(command)
      .then_recorded(why, {OrderCreationFailed{command.order_id, command.user_id, command.total,
                                               std::string(why.code), std::string(why.detail)}});
}
void expect_refused(std::vector<Order::Event> before, const ShipOrder& command,
                    const Refusal& why) {
  given<Order>(std::move(before))
      .when(command)
      .then_recorded(why, {OrderShippingFailed{command.order_id, command.carrier,
                                               command.tracking_number, command.shipped_at,
                                               std::string(why.code), std::string(why.detail)}});
}
void expect_refused(std::vector<Order::Event> before, const CancelOrder& command,
                    const Refusal& why) {
  given<Order>(std::move(before))
      .when(command)
      .then_recorded(why, {OrderCancellationFailed{command.order_id, std::string(why.code),
                                                   std::string(why.detail)}});
}

TEST(Order, is_created) { given<Order>().when(create).then({created}); }

TEST(Order, needs_an_id_to_be_created) {
  for (const auto& id : {std::optional<std::string>(), {""}, {" \t"}}) {
    expect_refused({}, CreateOrder{id, "ada", decimal("1")}, missing_order_id);
  }
}

TEST(Order, needs_a_user) {
  for (const auto& user : {std::optional<std::string>(), {""}, {"  "}}) {
    expect_refused({}, CreateOrder{"o1", user, decimal("1")}, missing_user_id);
  }
}

TEST(Order, takes_user_ids_that_can_be_keys) {
  const std::string longest(user_id_bytes_max, 'u');
  given<Order>()
      .when(CreateOrder{"o1", longest, decimal("1")})
      .then({OrderCreated{"o1", longest, decimal("1")}});
  expect_refused({}, CreateOrder{"o1", longest + "u", decimal("1")}, user_id_too_long);
}

TEST(Order, has_a_total_above_zero) {
  expect_refused({}, CreateOrder{"o1", "ada", std::nullopt}, total_not_positive);
  for (const char* total : {"0", "-0.01", "-5"}) {
    expect_refused({}, CreateOrder{"o1", "ada", decimal(total)}, total_not_positive);
  }
  given<Order>()
      .when(CreateOrder{"o1", "ada", decimal("0.01")})
      .then({OrderCreated{"o1", "ada", decimal("0.01")}});
}

TEST(Order, has_a_total_of_at_most_two_decimals) {
  expect_refused({}, CreateOrder{"o1", "ada", decimal("0.001")}, total_too_fine);
  given<Order>()
      .when(CreateOrder{"o1", "ada", decimal("1.500")})
      .then({OrderCreated{"o1", "ada", decimal("1.5")}});
}

TEST(Order, is_created_once) {
  expect_refused({created}, create, already_exists);
  expect_refused({created, shipped}, create, already_exists);
  expect_refused({created, cancelled}, create, already_exists);
}

TEST(Order, hears_what_is_missing_before_it_hears_that_it_exists) {
  expect_refused({created}, CreateOrder{"o1", std::nullopt, std::nullopt}, missing_user_id);
  expect_refused({created}, CreateOrder{"o1", "ada", std::nullopt}, total_not_positive);
}

TEST(Order, can_be_created_after_it_was_refused) {
  given<Order>({OrderCreationFailed{"o1", {}, {}, "InvalidArgument", "Missing userId"}})
      .when(create)
      .then({created});
}

TEST(Order, is_shipped) { given<Order>({created}).when(ship).then({shipped}); }

TEST(Order, needs_an_id_a_carrier_and_a_number_to_be_shipped) {
  for (const auto& none : {std::optional<std::string>(), {""}, {" "}}) {
    expect_refused({created}, ShipOrder{none, "DHL", "JD1", noon}, missing_order_id);
    expect_refused({created}, ShipOrder{"o1", none, "JD1", noon}, missing_carrier);
    expect_refused({created}, ShipOrder{"o1", "DHL", none, noon}, missing_tracking_number);
  }
  expect_refused({}, ShipOrder{"o1", {}, {}, noon}, missing_carrier);
}

TEST(Order, is_not_shipped_before_it_exists) {
  expect_refused({}, ship, not_found);
  const OrderCreationFailed failed{"o1", "ada", decimal("0"), "InvalidArgument", "…"};
  expect_refused({failed}, ship, not_found);
}

TEST(Order, is_not_shipped_twice) { expect_refused({created, shipped}, ship, already_shipped); }

TEST(Order, is_not_shipped_after_it_was_cancelled) {
  expect_refused({created, cancelled}, ship, is_cancelled);
}

TEST(Order, is_cancelled) { given<Order>({created}).when(cancel).then({cancelled}); }

TEST(Order, needs_an_id_to_be_cancelled) {
  expect_refused({created}, CancelOrder{}, missing_order_id);
}

TEST(Order, is_not_cancelled_before_it_exists) { expect_refused({}, cancel, not_found); }

TEST(Order, is_not_cancelled_after_it_was_shipped) {
  expect_refused({created, shipped}, cancel, already_shipped);
}

TEST(Order, is_not_cancelled_twice) { expect_refused({created, cancelled}, cancel, is_cancelled); }

TEST(Order, is_not_changed_by_what_was_refused) {
  const OrderCreationFailed creation{"o1", "ada", {}, "AlreadyExists", "…"};
  const OrderShippingFailed shipping{"o1", {}, {}, {}, "InvalidArgument", "…"};
  const OrderCancellationFailed cancellation{"o1", "InvalidState", "…"};
  given<Order>({created, creation, shipping, cancellation}).when(ship).then({shipped});
  expect_refused({creation, shipping, cancellation}, cancel, not_found);
}

// Events may be appended by hand, past the rules.
TEST(Order, is_what_was_recorded_last) {
  EXPECT_EQ(given<Order>({shipped}).state().status, Status::shipped);
  EXPECT_EQ(given<Order>({cancelled, shipped}).state().status, Status::shipped);
  EXPECT_EQ(given<Order>({shipped, created}).state().status, Status::created);
}

}  // namespace
}  // namespace orders
