#include "contexts/crm/contract.h"

#include "contexts/crm/client.h"
#include "contexts/crm/refusals.h"
#include "daybook/testing.h"

namespace crm {
namespace {

using daybook::testing::given;

Decimal number(std::string_view text) { return *Decimal::parse(text); }

const ClientCreated client{"Acme", "Rockets"};
const DebtAdded debt{number("0.01")};
const DebtPaid payment{number("0.01")};
const CreateContract create{"k1",          "acme",  {"2026-03-01"}, "2.0TD",
                            number("4.6"), "ES002", "1 High Street"};
const ContractCreated created{"acme",        {"2026-03-01"}, "2.0TD",
                              number("4.6"), "ES002",        "1 High Street"};
const ChangeContractHolder to_globex{"globex"};
const ContractHolderChanged changed{"acme", "globex"};

TEST(Contract, is_created_for_a_client) {
  given<Contract>().beside<Client>("acme", {client}).when(create).then({created});
  given<Contract>().when(create).then_refused(unknown_client);
}

TEST(Contract, is_created_once) {
  given<Contract>({created})
      .beside<Client>("acme", {client})
      .when(create)
      .then_refused(contract_exists);
}

TEST(Contract, has_a_client_and_terms) {
  const auto refused = [](auto change, std::string_view code) {
    CreateContract command = create;
    change(command);
    given<Contract>().when(command).then_refused(code);
  };
  refused([](CreateContract& command) { command.client_id = " "; }, "invalid-id");
  refused([](CreateContract& command) { command.tariff = ""; }, "invalid-text");
  refused([](CreateContract& command) { command.tariff = std::string(51, 'x'); }, "invalid-text");
  refused([](CreateContract& command) { command.power = number("0"); }, "power-not-positive");
  refused([](CreateContract& command) { command.power = number("-1"); }, "power-not-positive");
  refused([](CreateContract& command) { command.cups = " "; }, "invalid-text");
  refused([](CreateContract& command) { command.address = ""; }, "invalid-text");
  refused([](CreateContract& command) { command.address = std::string(501, 'x'); }, "invalid-text");
}

TEST(Contract, remembers_only_what_a_version_changed) {
  given<Contract>({created})
      .when(AddContractVersion{.power = number("5.75")})
      .then({ContractVersionAdded{.power = number("5.75")}});
  given<Contract>({created})
      .when(AddContractVersion{Date{"2026-04-01"}, "3.0TD", number("9"), "ES003", "2 High Street"})
      .then({ContractVersionAdded{Date{"2026-04-01"}, "3.0TD", number("9"), "ES003",
                                  "2 High Street"}});
}

TEST(Contract, refuses_a_version_that_changes_nothing_or_to_what_cannot_be) {
  given<Contract>({created}).when(AddContractVersion{}).then_refused(nothing_to_update);
  given<Contract>({created}).when(AddContractVersion{.tariff = ""}).then_refused("invalid-text");
  given<Contract>({created}).when(AddContractVersion{.cups = ""}).then_refused("invalid-text");
  given<Contract>({created}).when(AddContractVersion{.address = ""}).then_refused("invalid-text");
  given<Contract>({created})
      .when(AddContractVersion{.power = number("0")})
      .then_refused("power-not-positive");
  given<Contract>().when(AddContractVersion{.tariff = "3.0TD"}).then_refused(unknown_contract);
}

TEST(Contract, passes_to_another_client) {
  given<Contract>({created})
      .beside<Client>("acme", {client})
      .beside<Client>("globex", {client})
      .when(to_globex)
      .then({changed});
}

TEST(Contract, does_not_leave_a_holder_who_owes_anything) {
  given<Contract>({created})
      .beside<Client>("acme", {client, debt})
      .beside<Client>("globex", {client})
      .when(to_globex)
      .then_refused(outstanding_debt);
  given<Contract>({created})
      .beside<Client>("acme", {client, debt, payment})
      .beside<Client>("globex", {client})
      .when(to_globex)
      .then({changed});
}

TEST(Contract, passes_to_a_client_who_owes_but_not_further) {
  const auto holds = [](std::vector<Contract::Event> events) {
    return given<Contract>(std::move(events))
        .beside<Client>("acme", {client})
        .beside<Client>("globex", {client, debt});
  };
  holds({created}).when(to_globex).then({changed});
  holds({created, changed}).when(ChangeContractHolder{"acme"}).then_refused(outstanding_debt);
}

TEST(Contract, does_not_pass_to_its_holder) {
  given<Contract>({created})
      .beside<Client>("acme", {client})
      .when(ChangeContractHolder{"acme"})
      .then_refused(same_holder);
  given<Contract>({created})
      .beside<Client>("acme", {client, debt})
      .when(ChangeContractHolder{"acme"})
      .then_refused(outstanding_debt);
}

TEST(Contract, passes_to_nobody_who_is_not_there) {
  given<Contract>({created})
      .beside<Client>("acme", {client, debt})
      .when(to_globex)
      .then_refused(unknown_client);
  given<Contract>()
      .beside<Client>("globex", {client})
      .when(to_globex)
      .then_refused(unknown_contract);
  given<Contract>({created}).when(ChangeContractHolder{""}).then_refused("invalid-id");
}

}  // namespace
}  // namespace crm
