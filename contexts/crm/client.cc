#include "contexts/crm/client.h"

#include <algorithm>

#include "contexts/crm/contact.h"
#include "contexts/crm/input.h"
#include "contexts/crm/refusals.h"

namespace crm {
namespace {

using daybook::accept;
using daybook::Money;

// Nothing when one of them, or the sum, cannot be counted.
std::optional<Decimal> sum_of(Decimal debt, Decimal amount) {
  const auto left = Money::of(debt, {});
  const auto right = Money::of(amount, {});
  if (!left || !right) return std::nullopt;
  const auto sum = left->plus(*right);
  return sum ? std::optional(sum->decimal()) : std::nullopt;
}

// In what a client is created with, or edited to.
template <class Command>
Fault fault_in_details(const Command& command) {
  if (auto fault = fault_in_name(command.name)) return fault;
  return fault_in_text("industry", command.industry, line_characters_max);
}

}  // namespace

bool has_contact(const Client& client, std::string_view contact_id) {
  return std::ranges::find(client.contact_ids, contact_id) != client.contact_ids.end();
}

void add(Decimal& debt, Decimal amount) { debt = sum_of(debt, amount).value_or(debt); }

void take(Decimal& debt, Decimal amount) {
  amount.coefficient = -amount.coefficient;
  add(debt, amount);
}

void link(std::vector<std::string>& contact_ids, const std::string& contact_id) {
  unlink(contact_ids, contact_id);
  contact_ids.push_back(contact_id);
}

void unlink(std::vector<std::string>& contact_ids, const std::string& contact_id) {
  std::erase(contact_ids, contact_id);
}

ClientDecision decide(const CreateClient& command, const Client& client) {
  if (auto fault = fault_in_details(command)) return *fault;
  if (client.exists) return client_exists;
  return accept(ClientCreated{command.name, command.industry});
}

ClientDecision decide(const EditClient& command, const Client& client) {
  if (auto fault = fault_in_details(command)) return *fault;
  if (!command.name && !command.industry) return nothing_to_update;
  if (!client.exists) return unknown_client;
  return accept(ClientEdited{command.name, command.industry});
}

ClientDecision decide(const LinkContact& command, const Client& client, daybook::Others& others) {
  if (auto fault = fault_in_id("contactId", command.contact_id)) return *fault;
  if (!client.exists) return unknown_client;
  const Contact& contact = others.look_at<Contact>(command.contact_id);
  if (!is_here(contact)) return unknown_contact;
  if (is_linked(contact)) return already_linked;
  const ContactLinked linked{command.client_id, command.contact_id};
  return accept(linked).also<Contact>(command.contact_id, linked);
}

ClientDecision decide(const UnlinkContact& command, const Client& client, daybook::Others& others) {
  if (!client.exists) return unknown_client;
  if (!has_contact(client, command.contact_id)) return not_linked;
  const ContactUnlinked unlinked{command.client_id, command.contact_id};
  // Only events appended by hand link a client to a contact that knows nothing of it.
  const Contact& contact = others.look_at<Contact>(command.contact_id);
  if (contact.client_id != command.client_id) return accept(unlinked);
  return accept(unlinked).also<Contact>(command.contact_id, unlinked);
}

ClientDecision decide(const AddDebt& command, const Client& client) {
  if (auto fault = fault_in_amount(command.amount)) return *fault;
  if (!client.exists) return unknown_client;
  if (!sum_of(client.debt, command.amount)) return debt_too_large;
  return accept(DebtAdded{command.amount});
}

ClientDecision decide(const PayDebt& command, const Client& client) {
  if (auto fault = fault_in_amount(command.amount)) return *fault;
  if (!client.exists) return unknown_client;
  if (command.amount > client.debt) return payment_exceeds_debt;
  return accept(DebtPaid{command.amount});
}

void evolve(Client& client, const ClientCreated&) { client.exists = true; }
void evolve(Client&, const ClientEdited&) {}
void evolve(Client& client, const ContactLinked& event) {
  link(client.contact_ids, event.contact_id);
}
void evolve(Client& client, const ContactUnlinked& event) {
  unlink(client.contact_ids, event.contact_id);
}
void evolve(Client& client, const DebtAdded& event) { add(client.debt, event.amount); }
void evolve(Client& client, const DebtPaid& event) { take(client.debt, event.amount); }

}  // namespace crm
