// What people are shown of a client: one short function for each event.
#pragma once

#include <string>
#include <vector>

#include "contexts/crm/client.h"
#include "daybook/aggregate_model.h"

namespace crm {

struct ClientView {
  std::string client_id;
  std::string name;
  std::string industry;
  std::vector<std::string> contact_ids;  // in the order in which they were linked
  Decimal debt;
  daybook::Version version;

  bool exists() const { return !client_id.empty(); }

  // Before each of the events below.
  void touch(const daybook::Recorded& at) { version = at.version; }

  void on(const ClientCreated& event, const daybook::Recorded& at) {
    client_id = at.id;
    name = event.name;
    industry = event.industry;
  }
  void on(const ClientEdited& event, const daybook::Recorded&) {
    name = event.name.value_or(name);
    industry = event.industry.value_or(industry);
  }
  void on(const ContactLinked& event, const daybook::Recorded&) {
    link(contact_ids, event.contact_id);
  }
  void on(const ContactUnlinked& event, const daybook::Recorded&) {
    unlink(contact_ids, event.contact_id);
  }
  void on(const DebtAdded& event, const daybook::Recorded&) { add(debt, event.amount); }
  void on(const DebtPaid& event, const daybook::Recorded&) { take(debt, event.amount); }
};

}  // namespace crm
