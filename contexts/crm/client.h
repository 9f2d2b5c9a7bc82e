// A client: a company, the contacts that belong to it, and what it owes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "contexts/crm/links.h"
#include "daybook/aggregate.h"
#include "daybook/money.h"

namespace crm {

using daybook::Decimal;

// Events: past tense, kept forever. An edit holds what was changed. See links.h for the others.
struct ClientCreated {
  std::string name;
  std::string industry;
  bool operator==(const ClientCreated&) const = default;
};
struct ClientEdited {
  std::optional<std::string> name;
  std::optional<std::string> industry;
  bool operator==(const ClientEdited&) const = default;
};
struct DebtAdded {
  Decimal amount;
  bool operator==(const DebtAdded&) const = default;
};
struct DebtPaid {
  Decimal amount;
  bool operator==(const DebtPaid&) const = default;
};

// Commands: imperative, may be refused.
struct CreateClient {
  std::string client_id;
  std::string name;
  std::string industry;
};
struct EditClient {
  std::optional<std::string> name;
  std::optional<std::string> industry;
};
struct LinkContact {
  std::string client_id;
  std::string contact_id;
};
struct UnlinkContact {
  std::string client_id;
  std::string contact_id;
};
struct AddDebt {
  Decimal amount;
};
struct PayDebt {
  Decimal amount;
};

// State: only what a decision needs. What people are shown is in client_view.h.
struct Client {
  static constexpr std::string_view category = "client";
  using Event = std::variant<ClientCreated, ClientEdited, ContactLinked, ContactUnlinked, DebtAdded,
                             DebtPaid>;
  using Command =
      std::variant<CreateClient, EditClient, LinkContact, UnlinkContact, AddDebt, PayDebt>;

  bool exists = false;
  std::vector<std::string> contact_ids;
  Decimal debt;  // in no currency, at most two decimals
};

bool has_contact(const Client& client, std::string_view contact_id);

// The debt after more of it, or less; the contacts after a link came or went. All are total: events
// appended by hand past the rules may hold what cannot be counted, and that is left out.
void add(Decimal& debt, Decimal amount);
void take(Decimal& debt, Decimal amount);
void link(std::vector<std::string>& contact_ids, const std::string& contact_id);
void unlink(std::vector<std::string>& contact_ids, const std::string& contact_id);

using ClientDecision = daybook::Decision<Client>;  // events to append, or a refusal

ClientDecision decide(const CreateClient&, const Client&);
ClientDecision decide(const EditClient&, const Client&);
ClientDecision decide(const LinkContact&, const Client&, daybook::Others&);
ClientDecision decide(const UnlinkContact&, const Client&, daybook::Others&);
ClientDecision decide(const AddDebt&, const Client&);
ClientDecision decide(const PayDebt&, const Client&);

void evolve(Client&, const ClientCreated&);
void evolve(Client&, const ClientEdited&);
void evolve(Client&, const ContactLinked&);
void evolve(Client&, const ContactUnlinked&);
void evolve(Client&, const DebtAdded&);
void evolve(Client&, const DebtPaid&);

}  // namespace crm
