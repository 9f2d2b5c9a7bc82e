#include "contexts/crm/case.h"

#include "contexts/crm/client.h"
#include "contexts/crm/input.h"
#include "contexts/crm/refusals.h"

namespace crm {
namespace {

using daybook::accept;

Fault fault_in_description(const std::string& description) {
  return fault_in_text("description", description, description_characters_max);
}

}  // namespace

CaseDecision decide(const CreateCase& command, const Case& self, daybook::Others& others) {
  if (auto fault = fault_in_id("clientId", command.client_id)) return *fault;
  if (auto fault = fault_in_description(command.description)) return *fault;
  if (self.exists) return case_exists;
  if (!others.look_at<Client>(command.client_id).exists) return unknown_client;
  return accept(CaseCreated{command.client_id, command.opened_at, command.description});
}

CaseDecision decide(const AddInteraction& command, const Case& self) {
  if (auto fault = fault_in_description(command.description)) return *fault;
  if (!self.exists) return unknown_case;
  if (self.is_closed) return case_closed;
  return accept(InteractionAdded{command.interaction_date, command.description});
}

CaseDecision decide(const CloseCase& command, const Case& self) {
  if (!self.exists) return unknown_case;
  if (self.is_closed) return case_closed;
  return accept(CaseClosed{command.closed_at.value_or(Date())});
}

void evolve(Case& self, const CaseCreated&) { self.exists = true; }
void evolve(Case&, const InteractionAdded&) {}
void evolve(Case& self, const CaseClosed&) { self.is_closed = true; }

}  // namespace crm
