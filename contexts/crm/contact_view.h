// What people are shown of a contact: one short function for each event.
#pragma once

#include <string>

#include "contexts/crm/contact.h"
#include "daybook/aggregate_model.h"

namespace crm {

struct ContactView {
  std::string contact_id;
  std::string name;
  std::string email;
  std::string phone;
  daybook::Version version;
  bool is_here = false;  // not shown: who is deleted is not found

  bool exists() const { return is_here; }

  // Before each of the events below.
  void touch(const daybook::Recorded& at) {
    contact_id = at.id;
    version = at.version;
  }

  void on(const ContactCreated& event, const daybook::Recorded&) {
    name = event.name;
    email = event.email;
    phone = event.phone;
    is_here = true;
  }
  void on(const ContactEdited& event, const daybook::Recorded&) {
    name = event.name.value_or(name);
    email = event.email.value_or(email);
    phone = event.phone.value_or(phone);
  }
  void on(const ContactDeleted&, const daybook::Recorded&) { is_here = false; }
  void on(const ContactLinked&, const daybook::Recorded&) {}
  void on(const ContactUnlinked&, const daybook::Recorded&) {}
};

}  // namespace crm
