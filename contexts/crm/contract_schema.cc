#include "contexts/crm/contract_view.h"
#include "contexts/crm/refusals.h"
#include "contexts/crm/schema.h"
#include "daybook/record_form.h"
#include "daybook/snapshot.h"

namespace crm {
namespace {

using daybook::field;

const daybook::Record<Terms>& terms_record() {
  static const auto record =
      daybook::record(field("startDate", &Terms::start_date), field("tariff", &Terms::tariff),
                      field("power", &Terms::power), field("cups", &Terms::cups),
                      field("address", &Terms::address));
  return record;
}

}  // namespace
}  // namespace crm

template <>
struct daybook::Form<crm::Terms> : daybook::RecordForm<crm::Terms, crm::terms_record> {};

namespace crm {
namespace {

daybook::Schema events() {
  using daybook::event;
  return {
      event("ContractCreated", field("clientId", &ContractCreated::client_id),
            field("startDate", &ContractCreated::start_date),
            field("tariff", &ContractCreated::tariff), field("power", &ContractCreated::power),
            field("cups", &ContractCreated::cups), field("address", &ContractCreated::address)),
      event("ContractVersionAdded", field("startDate", &ContractVersionAdded::start_date),
            field("tariff", &ContractVersionAdded::tariff),
            field("power", &ContractVersionAdded::power),
            field("cups", &ContractVersionAdded::cups),
            field("address", &ContractVersionAdded::address)),
      event("ContractHolderChanged", field("oldClientId", &ContractHolderChanged::old_client_id),
            field("newClientId", &ContractHolderChanged::new_client_id)),
  };
}

daybook::Schema commands() {
  using daybook::command;
  return {
      command("CreateContract", field("contractId", &CreateContract::contract_id),
              field("clientId", &CreateContract::client_id),
              field("startDate", &CreateContract::start_date),
              field("tariff", &CreateContract::tariff), field("power", &CreateContract::power),
              field("cups", &CreateContract::cups), field("address", &CreateContract::address))
          .refusing({blank_id, invalid_text, power_not_positive, contract_exists, unknown_client}),
      command("AddContractVersion", field("startDate", &AddContractVersion::start_date),
              field("tariff", &AddContractVersion::tariff),
              field("power", &AddContractVersion::power), field("cups", &AddContractVersion::cups),
              field("address", &AddContractVersion::address))
          .refusing({invalid_text, power_not_positive, nothing_to_update, unknown_contract}),
      command("ChangeContractHolder", field("clientId", &ChangeContractHolder::client_id))
          .refusing({blank_id, unknown_contract, unknown_client, outstanding_debt, same_holder}),
  };
}

// The same in answers, in read models and in snapshots.
daybook::TypeSchema view(std::string_view name) {
  return daybook::view(
      name, field("contractId", &ContractView::contract_id),
      field("clientId", &ContractView::client_id), field("startDate", &ContractView::start_date),
      field("tariff", &ContractView::tariff), field("power", &ContractView::power),
      field("cups", &ContractView::cups), field("address", &ContractView::address),
      field("versions", &ContractView::versions), field("version", &ContractView::version));
}

daybook::TypeSchema state() {
  return daybook::state("Contract", field("exists", &Contract::exists),
                        field("clientId", &Contract::client_id));
}

}  // namespace

Schemas contract_schemas() {
  return {.events = events(),
          .commands = commands(),
          .views = {view("Contract")},
          .states = {state(), view("ContractView")}};
}

}  // namespace crm
