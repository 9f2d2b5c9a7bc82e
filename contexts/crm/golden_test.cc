// The stored forms of this context's events, each in a file under golden/.
#include "contexts/crm/case.h"
#include "contexts/crm/client.h"
#include "contexts/crm/contact.h"
#include "contexts/crm/contract.h"
#include "daybook/testing_golden.h"

namespace crm {

daybook::Context context();

namespace {

using daybook::testing::expect_golden;

const std::string folder = DAYBOOK_CONTEXT_DIR "/golden";
const ContactLinked linked{"acme", "ada"};
const ContactUnlinked unlinked{"acme", "ada"};

TEST(StoredContacts, are_written_as_ever_and_read_for_ever) {
  expect_golden<Contact>(
      context(), folder,
      {{"ContactCreated.json",
        ContactCreated{"Ada \"Łu\" Lovelace", "ada@example.org", "+44 (20) 7946-0018"}},
       {"ContactEdited.json", ContactEdited{"Ada King", "king@example.org", "555 0100"}},
       {"ContactEdited.phone.json", ContactEdited{.phone = "555 0100"}},
       {"ContactDeleted.json", ContactDeleted{}},
       {"ContactLinked.json", linked},
       {"ContactUnlinked.json", unlinked}});
}

TEST(StoredClients, are_written_as_ever_and_read_for_ever) {
  expect_golden<Client>(
      context(), folder,
      {{"ClientCreated.json", ClientCreated{"Acme & Söhne", "Rockets"}},
       {"ClientEdited.json", ClientEdited{"Acme Ltd", "Anvils"}},
       {"ClientEdited.industry.json", ClientEdited{.industry = "Anvils"}},
       {"ContactLinked.json", linked},
       {"ContactUnlinked.json", unlinked},
       {"DebtAdded.json", DebtAdded{*Decimal::parse("12.50")}},
       {"DebtAdded.largest.json", DebtAdded{*Decimal::parse("9999999999999999.99")}},
       {"DebtPaid.json", DebtPaid{*Decimal::parse("100")}}});
}

TEST(StoredCases, are_written_as_ever_and_read_for_ever) {
  expect_golden<Case>(
      context(), folder,
      {{"CaseCreated.json", CaseCreated{"acme", {"2026-03-01"}, "No light\nin the hall"}},
       {"InteractionAdded.json", InteractionAdded{{"2026-03-02T09:30:00+01:00"}, "Called back"}},
       {"CaseClosed.json", CaseClosed{{"2026-03-03T12:00:00.000001Z"}}}});
}

TEST(StoredContracts, are_written_as_ever_and_read_for_ever) {
  const Decimal power = *Decimal::parse("4.6");
  expect_golden<Contract>(
      context(), folder,
      {{"ContractCreated.json", ContractCreated{"acme",
                                                {"2026-03-01"},
                                                "2.0TD",
                                                power,
                                                "ES0021000000000001AA",
                                                "12 St James's Square"}},
       {"ContractVersionAdded.json",
        ContractVersionAdded{Date{"2026-05-01T00:00:00Z"}, "3.0TD", power, "ES0021000000000002BB",
                             "Söderstraße 1"}},
       {"ContractVersionAdded.power.json", ContractVersionAdded{.power = power}},
       {"ContractHolderChanged.json", ContractHolderChanged{"acme", "globex"}}});
}

}  // namespace
}  // namespace crm
