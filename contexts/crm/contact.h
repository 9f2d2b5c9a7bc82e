// A contact: a person to write to or to call, who may belong to a client.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "contexts/crm/links.h"
#include "daybook/aggregate.h"

namespace crm {

// Events: past tense, kept forever. An edit holds what was changed.
struct ContactCreated {
  std::string name;
  std::string email;
  std::string phone;
  bool operator==(const ContactCreated&) const = default;
};
struct ContactEdited {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  bool operator==(const ContactEdited&) const = default;
};
struct ContactDeleted {
  bool operator==(const ContactDeleted&) const = default;
};

// Commands: imperative, may be refused. A contact is linked by its client: see client.h.
struct CreateContact {
  std::string contact_id;
  std::string name;
  std::string email;
  std::string phone;
};
struct EditContact {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
};
struct DeleteContact {
  std::string contact_id;
  std::optional<bool> cascade;  // unlink it first
};

// State: only what a decision needs. What people are shown is in contact_view.h.
struct Contact {
  static constexpr std::string_view category = "contact";
  using Event =
      std::variant<ContactCreated, ContactEdited, ContactDeleted, ContactLinked, ContactUnlinked>;
  using Command = std::variant<CreateContact, EditContact, DeleteContact>;

  enum class Status { absent, here, deleted };
  Status status = Status::absent;
  std::string client_id;  // whom it is linked to; empty: nobody
};

inline bool is_here(const Contact& contact) { return contact.status == Contact::Status::here; }
inline bool is_linked(const Contact& contact) { return !contact.client_id.empty(); }

using ContactDecision = daybook::Decision<Contact>;  // events to append, or a refusal

ContactDecision decide(const CreateContact&, const Contact&);
ContactDecision decide(const EditContact&, const Contact&);
ContactDecision decide(const DeleteContact&, const Contact&, daybook::Others&);

void evolve(Contact&, const ContactCreated&);
void evolve(Contact&, const ContactEdited&);
void evolve(Contact&, const ContactDeleted&);
void evolve(Contact&, const ContactLinked&);
void evolve(Contact&, const ContactUnlinked&);

}  // namespace crm
