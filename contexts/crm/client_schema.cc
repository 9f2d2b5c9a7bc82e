#include "contexts/crm/client_view.h"
#include "contexts/crm/refusals.h"
#include "contexts/crm/schema.h"
#include "daybook/snapshot.h"

namespace crm {
namespace {

using daybook::field;

daybook::Schema events() {
  using daybook::event;
  return {
      event("ClientCreated", field("name", &ClientCreated::name),
            field("industry", &ClientCreated::industry)),
      event("ClientEdited", field("name", &ClientEdited::name),
            field("industry", &ClientEdited::industry)),
      event("DebtAdded", field("amount", &DebtAdded::amount)),
      event("DebtPaid", field("amount", &DebtPaid::amount)),
  };
}

daybook::Schema commands() {
  using daybook::command;
  return {
      command("CreateClient", field("clientId", &CreateClient::client_id),
              field("name", &CreateClient::name).with({.example = "\"Northwind Traders\""}),
              field("industry", &CreateClient::industry))
          .refusing({name_too_short, invalid_text, client_exists}),
      command("EditClient",
              field("name", &EditClient::name).with({.example = "\"Northwind Trading\""}),
              field("industry", &EditClient::industry))
          .refusing({name_too_short, invalid_text, nothing_to_update, unknown_client}),
      command("LinkContact", field("clientId", &LinkContact::client_id),
              field("contactId", &LinkContact::contact_id))
          .refusing({blank_id, unknown_client, unknown_contact, already_linked}),
      command("UnlinkContact", field("clientId", &UnlinkContact::client_id),
              field("contactId", &UnlinkContact::contact_id))
          .refusing({unknown_client, not_linked}),
      command("AddDebt", field("amount", &AddDebt::amount))
          .refusing({amount_not_positive, unknown_client, debt_too_large}),
      command("PayDebt", field("amount", &PayDebt::amount))
          .refusing({amount_not_positive, unknown_client, payment_exceeds_debt}),
  };
}

// The same in answers, in read models and in snapshots.
daybook::TypeSchema view(std::string_view name) {
  return daybook::view(name, field("clientId", &ClientView::client_id),
                       field("name", &ClientView::name), field("industry", &ClientView::industry),
                       field("contactIds", &ClientView::contact_ids),
                       field("debt", &ClientView::debt), field("version", &ClientView::version));
}

daybook::TypeSchema state() {
  return daybook::state("Client", field("exists", &Client::exists),
                        field("contactIds", &Client::contact_ids), field("debt", &Client::debt));
}

}  // namespace

Schemas client_schemas() {
  return {.events = events(),
          .commands = commands(),
          .views = {view("Client")},
          .states = {state(), view("ClientView")}};
}

}  // namespace crm
