// What was kept in a snapshot goes on as what was not.
#include <gtest/gtest.h>

#include "contexts/crm/case_view.h"
#include "contexts/crm/client_view.h"
#include "contexts/crm/contract_view.h"
#include "daybook/typed_model.h"

namespace crm {

daybook::Context context();

namespace {

using Event = std::pair<std::string_view, std::string_view>;  // its type, its data

std::string kept(const daybook::AggregateModel& model,
                 const daybook::AggregateModel::Instance& instance) {
  std::string text;
  daybook::JsonWriter writer(text);
  model.write_snapshot(instance, writer);
  return text;
}

// Kept and read again before each event but the first, which creates it.
template <class State, class View>
void expect_lossless(const std::vector<Event>& events) {
  const daybook::TypedModel<State, View> model{context()};
  ASSERT_FALSE(model.snapshot_fingerprint().empty());
  const std::string stream = std::string(State::category) + "-1";
  const auto through = model.create();
  auto restored = model.create();
  std::uint64_t version = 0;
  for (const auto& [type, data] : events) {
    ++version;
    const daybook::RecordedEvent event{.type = type,
                                       .stream = stream,
                                       .version = {version},
                                       .position = {version},
                                       .recorded_at = {},
                                       .data = data};
    ASSERT_TRUE(model.replay(*through, event));
    ASSERT_TRUE(model.replay(*restored, event));
    EXPECT_EQ(kept(model, *restored), kept(model, *through)) << type;
    auto again = model.read_snapshot(kept(model, *restored));
    ASSERT_TRUE(again) << again.error().detail;
    restored = std::move(*again);
    EXPECT_EQ(kept(model, *restored), kept(model, *through)) << type;
  }
}

TEST(ClientSnapshot, loses_nothing_wherever_it_is_made) {
  expect_lossless<Client, ClientView>({
      {"ClientCreated", R"({"name":"Acme \"Łu\"","industry":"Rockets"})"},
      {"ContactLinked", R"({"clientId":"1","contactId":"ada"})"},
      {"DebtAdded", R"({"amount":0.3})"},
      {"ContactLinked", R"({"clientId":"1","contactId":"grace"})"},
      {"DebtPaid", R"({"amount":0.1})"},
      {"ContactUnlinked", R"({"clientId":"1","contactId":"ada"})"},
      {"ClientEdited", R"({"industry":"Anvils"})"},
  });
}

TEST(CaseSnapshot, loses_nothing_wherever_it_is_made) {
  expect_lossless<Case, CaseView>({
      {"CaseCreated", R"({"clientId":"acme","openedAt":"2026-03-01","description":"Dark"})"},
      {"InteractionAdded", R"({"interactionDate":"2026-03-02","description":"Called\nback"})"},
      {"InteractionAdded", R"({"interactionDate":"2026-03-03","description":"Mended"})"},
      {"CaseClosed", R"({"closedAt":"2026-03-03T09:30:00+01:00"})"},
  });
}

TEST(ContractSnapshot, loses_nothing_wherever_it_is_made) {
  expect_lossless<Contract, ContractView>({
      {"ContractCreated", R"({"clientId":"acme","startDate":"2026-03-01","tariff":"2.0TD",)"
                          R"("power":4.6,"cups":"ES002","address":"1 High Street"})"},
      {"ContractVersionAdded", R"({"power":5.75})"},
      {"ContractHolderChanged", R"({"oldClientId":"acme","newClientId":"globex"})"},
      {"ContractVersionAdded", R"({"tariff":"3.0TD","startDate":"2026-05-01"})"},
  });
}

}  // namespace
}  // namespace crm
