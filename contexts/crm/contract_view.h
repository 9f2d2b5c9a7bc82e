// What people are shown of a contract: one short function for each event.
#pragma once

#include <string>
#include <vector>

#include "contexts/crm/contract.h"
#include "daybook/aggregate_model.h"

namespace crm {

struct Terms {
  Date start_date;
  std::string tariff;
  Decimal power;
  std::string cups;
  std::string address;
};

struct ContractView {
  std::string contract_id;
  std::string client_id;
  Date start_date;
  std::string tariff;
  Decimal power;
  std::string cups;
  std::string address;
  std::vector<Terms> versions;  // all there were, in full; the last are those above
  daybook::Version version;

  bool exists() const { return !contract_id.empty(); }

  // Before each of the events below.
  void touch(const daybook::Recorded& at) { version = at.version; }

  void on(const ContractCreated& event, const daybook::Recorded& at) {
    contract_id = at.id;
    client_id = event.client_id;
    start_date = event.start_date;
    tariff = event.tariff;
    power = event.power;
    cups = event.cups;
    address = event.address;
    keep_terms();
  }
  void on(const ContractVersionAdded& event, const daybook::Recorded&) {
    start_date = event.start_date.value_or(start_date);
    tariff = event.tariff.value_or(tariff);
    power = event.power.value_or(power);
    cups = event.cups.value_or(cups);
    address = event.address.value_or(address);
    keep_terms();
  }
  void on(const ContractHolderChanged& event, const daybook::Recorded&) {
    client_id = event.new_client_id;
  }

  void keep_terms() { versions.push_back({start_date, tariff, power, cups, address}); }
};

}  // namespace crm
