#include "contexts/crm/contact.h"

#include "contexts/crm/client.h"
#include "contexts/crm/refusals.h"
#include "daybook/testing.h"

namespace crm {
namespace {

using daybook::testing::given;

const ContactCreated ada{"Ada Lovelace", "ada@example.org", "+44 20 7946 0018"};
const ContactLinked linked{"acme", "ada"};
const ContactUnlinked unlinked{"acme", "ada"};
const CreateContact create{"ada", ada.name, ada.email, ada.phone};

TEST(Contact, is_created_with_a_name_an_email_and_a_phone) {
  given<Contact>().when(create).then({ada});
}

TEST(Contact, is_created_once) { given<Contact>({ada}).when(create).then_refused(contact_exists); }

TEST(Contact, does_not_come_back_under_its_id_after_it_was_deleted) {
  given<Contact>({ada, ContactDeleted{}}).when(create).then_refused(contact_exists);
}

TEST(Contact, has_a_name_of_two_characters_at_least) {
  CreateContact command = create;
  command.name = " A ";
  given<Contact>().when(command).then_refused("invalid-name");
}

TEST(Contact, has_a_plausible_email) {
  CreateContact command = create;
  command.email = "ada";
  given<Contact>().when(command).then_refused("invalid-email");
}

TEST(Contact, has_a_plausible_phone) {
  CreateContact command = create;
  command.phone = "call me";
  given<Contact>().when(command).then_refused("invalid-phone");
}

TEST(Contact, is_told_of_its_name_before_its_email_and_its_phone) {
  given<Contact>({ada}).when(CreateContact{"ada", "A", "-", "-"}).then_refused("invalid-name");
  given<Contact>({ada}).when(CreateContact{"ada", "Ada", "-", "-"}).then_refused("invalid-email");
  given<Contact>({ada})
      .when(CreateContact{"ada", "Ada", "a@b.org", "-"})
      .then_refused("invalid-phone");
}

TEST(Contact, remembers_only_what_an_edit_gave) {
  given<Contact>({ada})
      .when(EditContact{.phone = "555 0100"})
      .then({ContactEdited{.phone = "555 0100"}});
  given<Contact>({ada})
      .when(EditContact{"Ada L", "a@b.org", {}})
      .then({ContactEdited{"Ada L", "a@b.org", {}}});
}

TEST(Contact, refuses_an_edit_that_gives_nothing) {
  given<Contact>({ada}).when(EditContact{}).then_refused(nothing_to_update);
  given<Contact>().when(EditContact{}).then_refused(nothing_to_update);
}

TEST(Contact, refuses_an_edit_that_a_creation_would_refuse) {
  given<Contact>({ada}).when(EditContact{.name = "A"}).then_refused("invalid-name");
  given<Contact>({ada}).when(EditContact{.email = "A"}).then_refused("invalid-email");
  given<Contact>({ada}).when(EditContact{.phone = "A"}).then_refused("invalid-phone");
}

TEST(Contact, is_not_edited_before_it_is_created_or_after_it_is_deleted) {
  const EditContact edit{.name = "Ada L"};
  given<Contact>().when(edit).then_refused(unknown_contact);
  given<Contact>({ada, ContactDeleted{}}).when(edit).then_refused(unknown_contact);
}

TEST(Contact, is_deleted_once) {
  given<Contact>({ada}).when(DeleteContact{"ada", {}}).then({ContactDeleted{}});
  given<Contact>({ada, ContactDeleted{}})
      .when(DeleteContact{"ada", {}})
      .then_refused(unknown_contact);
  given<Contact>().when(DeleteContact{"ada", true}).then_refused(unknown_contact);
}

TEST(Contact, is_not_deleted_while_it_is_linked) {
  given<Contact>({ada, linked}).when(DeleteContact{"ada", {}}).then_refused(contact_is_linked);
  given<Contact>({ada, linked}).when(DeleteContact{"ada", false}).then_refused(contact_is_linked);
  given<Contact>({ada, linked, unlinked}).when(DeleteContact{"ada", {}}).then({ContactDeleted{}});
}

TEST(Contact, is_unlinked_and_deleted_at_once_if_one_says_so) {
  const auto outcome = given<Contact>({ada, linked})
                           .beside<Client>("acme", {ClientCreated{"Acme", "Rockets"}, linked})
                           .when(DeleteContact{"ada", true});
  outcome.then({unlinked, ContactDeleted{}});
  outcome.also<Client>("acme", unlinked);
}

TEST(Contact, is_deleted_without_a_word_to_a_client_that_does_not_know_it) {
  const auto outcome = given<Contact>({ada, ContactLinked{std::string(1'000, 'x'), "ada"}})
                           .when(DeleteContact{"ada", true});
  outcome.then({ContactUnlinked{std::string(1'000, 'x'), "ada"}, ContactDeleted{}});
  EXPECT_TRUE(outcome.decision().elsewhere().empty());
}

TEST(Contact, stays_linked_when_another_link_of_it_is_recorded_as_gone) {
  EXPECT_TRUE(is_linked(given<Contact>({ada, linked, ContactUnlinked{"other", "ada"}}).state()));
}

}  // namespace
}  // namespace crm
