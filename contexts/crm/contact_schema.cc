#include "contexts/crm/contact_view.h"
#include "contexts/crm/refusals.h"
#include "contexts/crm/schema.h"

namespace crm {
namespace {

using daybook::field;

daybook::Schema events() {
  using daybook::event;
  return {
      event("ContactCreated", field("name", &ContactCreated::name),
            field("email", &ContactCreated::email), field("phone", &ContactCreated::phone)),
      event("ContactEdited", field("name", &ContactEdited::name),
            field("email", &ContactEdited::email), field("phone", &ContactEdited::phone)),
      event<ContactDeleted>("ContactDeleted"),
  };
}

daybook::Schema commands() {
  using daybook::command;
  return {
      command("CreateContact", field("contactId", &CreateContact::contact_id),
              field("name", &CreateContact::name), field("email", &CreateContact::email),
              field("phone", &CreateContact::phone))
          .refusing({name_too_short, invalid_email, invalid_phone, contact_exists}),
      command("EditContact", field("name", &EditContact::name), field("email", &EditContact::email),
              field("phone", &EditContact::phone))
          .refusing(
              {name_too_short, invalid_email, invalid_phone, nothing_to_update, unknown_contact}),
      command(
          "DeleteContact", field("contactId", &DeleteContact::contact_id),
          field("cascade", &DeleteContact::cascade)
              .with({.description = "unlink the contact from its client first", .example = "true"}))
          .refusing({unknown_contact, contact_is_linked}),
  };
}

daybook::Schema views() {
  return {
      daybook::view("Contact", field("contactId", &ContactView::contact_id),
                    field("name", &ContactView::name), field("email", &ContactView::email),
                    field("phone", &ContactView::phone), field("version", &ContactView::version),
                    daybook::hidden(field("isHere", &ContactView::is_here))),
  };
}

}  // namespace

Schemas link_schemas() {
  using daybook::event;
  return {.events = {event("ContactLinked", field("clientId", &ContactLinked::client_id),
                           field("contactId", &ContactLinked::contact_id)),
                     event("ContactUnlinked", field("clientId", &ContactUnlinked::client_id),
                           field("contactId", &ContactUnlinked::contact_id))}};
}

Schemas contact_schemas() { return {.events = events(), .commands = commands(), .views = views()}; }

}  // namespace crm
