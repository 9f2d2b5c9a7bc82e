#include "contexts/crm/client.h"

#include "contexts/crm/contact.h"
#include "contexts/crm/refusals.h"
#include "daybook/testing.h"

namespace crm {
namespace {

using daybook::testing::given;

Decimal amount(std::string_view text) { return *Decimal::parse(text); }

const ClientCreated acme{"Acme", "Rockets"};
const ContactCreated ada{"Ada Lovelace", "ada@example.org", "+44 20 7946 0018"};
const ContactLinked linked{"acme", "ada"};
const ContactUnlinked unlinked{"acme", "ada"};
const LinkContact link_ada{"acme", "ada"};
const UnlinkContact unlink_ada{"acme", "ada"};

TEST(Client, is_created_once) {
  given<Client>().when(CreateClient{"acme", "Acme", "Rockets"}).then({acme});
  given<Client>({acme}).when(CreateClient{"acme", "Acme", "Rockets"}).then_refused(client_exists);
}

TEST(Client, has_a_name_and_an_industry) {
  given<Client>().when(CreateClient{"acme", "A", "Rockets"}).then_refused("invalid-name");
  given<Client>().when(CreateClient{"acme", "Acme", " "}).then_refused("invalid-text");
  given<Client>()
      .when(CreateClient{"acme", "Acme", std::string(201, 'x')})
      .then_refused("invalid-text");
}

TEST(Client, remembers_only_what_an_edit_gave) {
  given<Client>({acme})
      .when(EditClient{.industry = "Anvils"})
      .then({ClientEdited{.industry = "Anvils"}});
  given<Client>({acme})
      .when(EditClient{.name = "Acme Ltd"})
      .then({ClientEdited{.name = "Acme Ltd"}});
}

TEST(Client, refuses_an_edit_that_gives_nothing_or_what_cannot_be) {
  given<Client>({acme}).when(EditClient{}).then_refused(nothing_to_update);
  given<Client>({acme}).when(EditClient{.name = "A"}).then_refused("invalid-name");
  given<Client>({acme}).when(EditClient{.industry = ""}).then_refused("invalid-text");
  given<Client>().when(EditClient{.name = "Acme"}).then_refused(unknown_client);
}

TEST(Client, is_linked_to_a_contact_in_both_their_histories) {
  const auto outcome = given<Client>({acme}).beside<Contact>("ada", {ada}).when(link_ada);
  outcome.then({linked});
  outcome.also<Contact>("ada", linked);
}

TEST(Client, is_not_linked_to_a_contact_that_is_not_there) {
  given<Client>({acme}).when(link_ada).then_refused(unknown_contact);
  given<Client>({acme})
      .beside<Contact>("ada", {ada, ContactDeleted{}})
      .when(link_ada)
      .then_refused(unknown_contact);
}

TEST(Client, that_is_not_there_is_linked_to_nobody) {
  given<Client>().beside<Contact>("ada", {ada}).when(link_ada).then_refused(unknown_client);
  given<Client>().when(unlink_ada).then_refused(unknown_client);
}

TEST(Client, is_not_linked_to_a_contact_that_is_linked_to_it_or_to_another) {
  given<Client>({acme, linked})
      .beside<Contact>("ada", {ada, linked})
      .when(link_ada)
      .then_refused(already_linked);
  given<Client>({acme})
      .beside<Contact>("ada", {ada, ContactLinked{"other", "ada"}})
      .when(link_ada)
      .then_refused(already_linked);
}

TEST(Client, is_not_linked_to_a_blank_id) {
  given<Client>({acme}).when(LinkContact{"acme", " "}).then_refused("invalid-id");
}

TEST(Client, is_unlinked_in_both_histories) {
  const auto outcome =
      given<Client>({acme, linked}).beside<Contact>("ada", {ada, linked}).when(unlink_ada);
  outcome.then({unlinked});
  outcome.also<Contact>("ada", unlinked);
}

TEST(Client, is_unlinked_only_from_its_own_contacts) {
  given<Client>({acme}).when(unlink_ada).then_refused(not_linked);
  given<Client>({acme, linked, unlinked}).when(unlink_ada).then_refused(not_linked);
}

TEST(Client, is_unlinked_alone_from_a_contact_that_knows_nothing_of_it) {
  const std::string odd(1'000, 'x');
  const auto outcome =
      given<Client>({acme, ContactLinked{"acme", odd}}).when(UnlinkContact{"acme", odd});
  outcome.then({ContactUnlinked{"acme", odd}});
  EXPECT_TRUE(outcome.decision().elsewhere().empty());
}

TEST(Client, owes_what_was_added_and_not_paid) {
  given<Client>({acme}).when(AddDebt{amount("0.01")}).then({DebtAdded{amount("0.01")}});
  given<Client>({acme, DebtAdded{amount("0.3")}})
      .when(PayDebt{amount("0.1")})
      .then({DebtPaid{amount("0.1")}});
  const auto client =
      given<Client>({acme, DebtAdded{amount("0.3")}, DebtPaid{amount("0.1")}}).state();
  EXPECT_EQ(client.debt, amount("0.2"));
}

TEST(Client, pays_at_most_what_it_owes) {
  const std::vector<Client::Event> owing{acme, DebtAdded{amount("10")}, DebtAdded{amount("0.1")}};
  given<Client>(owing).when(PayDebt{amount("10.10")}).then({DebtPaid{amount("10.1")}});
  given<Client>(owing).when(PayDebt{amount("10.11")}).then_refused(payment_exceeds_debt);
  given<Client>({acme}).when(PayDebt{amount("0.01")}).then_refused(payment_exceeds_debt);
}

TEST(Client, refuses_amounts_that_are_none) {
  for (const char* text : {"0", "-1", "0.00"}) {
    given<Client>({acme}).when(AddDebt{amount(text)}).then_refused("amount-not-positive");
    given<Client>({acme}).when(PayDebt{amount(text)}).then_refused("amount-not-positive");
  }
  given<Client>({acme}).when(AddDebt{amount("0.001")}).then_refused("too-many-decimals");
  given<Client>({acme}).when(PayDebt{amount("0.001")}).then_refused("too-many-decimals");
  given<Client>({acme}).when(AddDebt{amount("1e16")}).then_refused("amount-too-large");
}

TEST(Client, that_is_not_there_owes_and_pays_nothing) {
  given<Client>().when(AddDebt{amount("1")}).then_refused(unknown_client);
  given<Client>().when(PayDebt{amount("1")}).then_refused(unknown_client);
}

TEST(Client, owes_no_more_than_can_be_counted) {
  given<Client>({acme, DebtAdded{amount("9999999999999999.99")}})
      .when(AddDebt{amount("0.01")})
      .then_refused(debt_too_large);
}

TEST(Client, leaves_out_recorded_debt_that_cannot_be_counted) {
  const Decimal most = amount("9999999999999999.99");
  const auto client = given<Client>({acme, DebtAdded{amount("5")}, DebtAdded{amount("0.001")},
                                     DebtAdded{most}, DebtPaid{amount("1e17")}})
                          .state();
  EXPECT_EQ(client.debt, amount("5"));
}

TEST(Client, counts_a_contact_once_however_often_it_is_recorded) {
  const auto client = given<Client>({acme, linked, linked, unlinked}).state();
  EXPECT_TRUE(client.contact_ids.empty());
}

}  // namespace
}  // namespace crm
