// The stored forms of this context's events, each in a file under golden/.
#include "contexts/crm/client.h"
#include "contexts/crm/contact.h"
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

}  // namespace
}  // namespace crm
