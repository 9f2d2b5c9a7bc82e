// A contract: what a client is supplied with, on terms of which each version is kept. It has one
// holder at a time, who may pass it on but not with a debt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "contexts/crm/date.h"
#include "daybook/aggregate.h"
#include "daybook/money.h"

namespace crm {

using daybook::Decimal;

// Events: past tense, kept forever. A version holds what was changed.
struct ContractCreated {
  std::string client_id;
  Date start_date;
  std::string tariff;
  Decimal power;
  std::string cups;  // of the point of supply
  std::string address;
  bool operator==(const ContractCreated&) const = default;
};
struct ContractVersionAdded {
  std::optional<Date> start_date;
  std::optional<std::string> tariff;
  std::optional<Decimal> power;
  std::optional<std::string> cups;
  std::optional<std::string> address;
  bool operator==(const ContractVersionAdded&) const = default;
};
struct ContractHolderChanged {
  std::string old_client_id;
  std::string new_client_id;
  bool operator==(const ContractHolderChanged&) const = default;
};

// Commands: imperative, may be refused.
struct CreateContract {
  std::string contract_id;
  std::string client_id;
  Date start_date;
  std::string tariff;
  Decimal power;
  std::string cups;
  std::string address;
};
struct AddContractVersion {
  std::optional<Date> start_date;
  std::optional<std::string> tariff;
  std::optional<Decimal> power;
  std::optional<std::string> cups;
  std::optional<std::string> address;
};
struct ChangeContractHolder {
  std::string client_id;  // the new one
};

// State: only what a decision needs. What people are shown is in contract_view.h.
struct Contract {
  static constexpr std::string_view category = "contract";
  using Event = std::variant<ContractCreated, ContractVersionAdded, ContractHolderChanged>;
  using Command = std::variant<CreateContract, AddContractVersion, ChangeContractHolder>;

  bool exists = false;
  std::string client_id;  // its holder
};

using ContractDecision = daybook::Decision<Contract>;  // events to append, or a refusal

ContractDecision decide(const CreateContract&, const Contract&, daybook::Others&);
ContractDecision decide(const AddContractVersion&, const Contract&);
ContractDecision decide(const ChangeContractHolder&, const Contract&, daybook::Others&);

void evolve(Contract&, const ContractCreated&);
void evolve(Contract&, const ContractVersionAdded&);
void evolve(Contract&, const ContractHolderChanged&);

}  // namespace crm
