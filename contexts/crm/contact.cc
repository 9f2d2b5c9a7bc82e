#include "contexts/crm/contact.h"

#include "contexts/crm/client.h"
#include "contexts/crm/input.h"
#include "contexts/crm/refusals.h"

namespace crm {
namespace {

using daybook::accept;

// In what a contact is created with, or edited to.
template <class Command>
Fault fault_in_details(const Command& command) {
  if (auto fault = fault_in_name(command.name)) return fault;
  if (auto fault = fault_in_email(command.email)) return fault;
  return fault_in_phone(command.phone);
}

}  // namespace

ContactDecision decide(const CreateContact& command, const Contact& contact) {
  if (auto fault = fault_in_details(command)) return *fault;
  if (contact.status != Contact::Status::absent) return contact_exists;
  return accept(ContactCreated{command.name, command.email, command.phone});
}

ContactDecision decide(const EditContact& command, const Contact& contact) {
  if (auto fault = fault_in_details(command)) return *fault;
  if (!command.name && !command.email && !command.phone) return nothing_to_update;
  if (!is_here(contact)) return unknown_contact;
  return accept(ContactEdited{command.name, command.email, command.phone});
}

ContactDecision decide(const DeleteContact& command, const Contact& contact,
                       daybook::Others& others) {
  if (!is_here(contact)) return unknown_contact;
  if (!is_linked(contact)) return accept(ContactDeleted{});
  if (!command.cascade.value_or(false)) return contact_is_linked;
  const ContactUnlinked unlinked{contact.client_id, command.contact_id};
  auto accepted = accept(unlinked, ContactDeleted{});
  // Only events appended by hand link a contact to a client that knows nothing of it.
  const Client& client = others.look_at<Client>(contact.client_id);
  if (!has_contact(client, command.contact_id)) return accepted;
  return std::move(accepted).also<Client>(contact.client_id, unlinked);
}

void evolve(Contact& contact, const ContactCreated&) { contact.status = Contact::Status::here; }
void evolve(Contact&, const ContactEdited&) {}
void evolve(Contact& contact, const ContactDeleted&) { contact.status = Contact::Status::deleted; }
void evolve(Contact& contact, const ContactLinked& event) { contact.client_id = event.client_id; }
void evolve(Contact& contact, const ContactUnlinked& event) {
  if (contact.client_id == event.client_id) contact.client_id.clear();
}

}  // namespace crm
