// An account that was kept in a snapshot goes on as one that was not.
#include <gtest/gtest.h>

#include "contexts/accounts/account_view.h"
#include "contexts/accounts/schema.h"
#include "daybook/typed_model.h"

namespace accounts {

daybook::Context context();

namespace {

using Model = daybook::TypedModel<Account, AccountView>;

std::string kept(const Model& model, const daybook::AggregateModel::Instance& instance) {
  std::string text;
  daybook::JsonWriter writer(text);
  model.write_snapshot(instance, writer);
  return text;
}

TEST(AccountSnapshot, loses_nothing_wherever_it_is_made) {
  const Model model{context()};
  ASSERT_FALSE(model.snapshot_fingerprint().empty());
  const std::pair<std::string_view, std::string_view> events[] = {
      {"UserCreated", R"({"userId":"u1","name":"Ada \"Łu\"","email":"ada@example.org"})"},
      {"FundsDeposited", R"({"amount":12.5,"currency":"KWD"})"},
      {"FundsDeposited", R"({"amount":0.125,"currency":"KWD"})"},
      {"FundsDeposited", R"({"amount":7,"currency":"EUR"})"},
      {"FundsWithdrawn", R"({"amount":1,"currency":"KWD"})"},
      {"AccountClosed", R"({"reason":"enough"})"}};
  const auto through = model.create();
  auto restored = model.create();
  std::uint64_t version = 0;
  for (const auto& [type, data] : events) {
    auto again = model.read_snapshot(kept(model, *restored));
    ASSERT_TRUE(again) << again.error().detail;
    restored = std::move(*again);
    ++version;
    const daybook::RecordedEvent event{
        .type = type,
        .stream = "account-1",
        .version = {version},
        .position = {version},
        .recorded_at = daybook::Time(std::chrono::microseconds(1'767'225'600'000'001)),
        .data = data};
    ASSERT_TRUE(model.replay(*through, event));
    ASSERT_TRUE(model.replay(*restored, event));
    EXPECT_EQ(kept(model, *restored), kept(model, *through)) << type;
  }
}

TEST(AccountSnapshot, is_not_read_from_a_status_that_there_is_not) {
  const Model model{context()};
  std::string text = kept(model, *model.create());
  const auto at = text.find("\"status\":0");
  ASSERT_NE(at, text.npos) << text;
  text.replace(at, 10, "\"status\":3");
  EXPECT_FALSE(model.read_snapshot(text));
}

}  // namespace
}  // namespace accounts
