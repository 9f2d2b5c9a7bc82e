#include "contexts/crm/contract.h"

#include "contexts/crm/client.h"
#include "contexts/crm/input.h"
#include "contexts/crm/refusals.h"

namespace crm {
namespace {

using daybook::accept;

// In what a contract is created with, or a version of it.
template <class Command>
Fault fault_in_terms(const Command& command) {
  if (auto fault = fault_in_text("tariff", command.tariff, code_characters_max)) return fault;
  if (auto fault = fault_in_power(command.power)) return fault;
  if (auto fault = fault_in_text("cups", command.cups, code_characters_max)) return fault;
  return fault_in_text("address", command.address, address_characters_max);
}

}  // namespace

ContractDecision decide(const CreateContract& command, const Contract& contract,
                        daybook::Others& others) {
  if (auto fault = fault_in_id("clientId", command.client_id)) return *fault;
  if (auto fault = fault_in_terms(command)) return *fault;
  if (contract.exists) return contract_exists;
  if (!others.look_at<Client>(command.client_id).exists) return unknown_client;
  return accept(ContractCreated{command.client_id, command.start_date, command.tariff,
                                command.power, command.cups, command.address});
}

ContractDecision decide(const AddContractVersion& command, const Contract& contract) {
  const ContractVersionAdded added{command.start_date, command.tariff, command.power, command.cups,
                                   command.address};
  if (auto fault = fault_in_terms(command)) return *fault;
  if (added == ContractVersionAdded{}) return nothing_to_update;
  if (!contract.exists) return unknown_contract;
  return accept(added);
}

ContractDecision decide(const ChangeContractHolder& command, const Contract& contract,
                        daybook::Others& others) {
  if (auto fault = fault_in_id("clientId", command.client_id)) return *fault;
  if (!contract.exists) return unknown_contract;
  if (!others.look_at<Client>(command.client_id).exists) return unknown_client;
  if (others.look_at<Client>(contract.client_id).debt.is_positive()) return outstanding_debt;
  if (command.client_id == contract.client_id) return same_holder;
  return accept(ContractHolderChanged{contract.client_id, command.client_id});
}

void evolve(Contract& contract, const ContractCreated& event) {
  contract.exists = true;
  contract.client_id = event.client_id;
}
void evolve(Contract&, const ContractVersionAdded&) {}
void evolve(Contract& contract, const ContractHolderChanged& event) {
  contract.client_id = event.new_client_id;
}

}  // namespace crm
