// A case: something that a client wants to be seen to, and what was done about it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "contexts/crm/date.h"
#include "daybook/aggregate.h"

namespace crm {

// Events: past tense, kept forever.
struct CaseCreated {
  std::string client_id;
  Date opened_at;
  std::string description;
  bool operator==(const CaseCreated&) const = default;
};
struct InteractionAdded {
  Date interaction_date;
  std::string description;
  bool operator==(const InteractionAdded&) const = default;
};
struct CaseClosed {
  Date closed_at;
  bool operator==(const CaseClosed&) const = default;
};

// Commands: imperative, may be refused.
struct CreateCase {
  std::string case_id;
  std::string client_id;
  Date opened_at;
  std::string description;
};
struct AddInteraction {
  Date interaction_date;
  std::string description;
};
struct CloseCase {
  std::optional<Date> closed_at;  // stamped with this moment if it is not given
};

// State: only what a decision needs. What people are shown is in case_view.h.
struct Case {
  static constexpr std::string_view category = "case";
  using Event = std::variant<CaseCreated, InteractionAdded, CaseClosed>;
  using Command = std::variant<CreateCase, AddInteraction, CloseCase>;

  bool exists = false;
  bool is_closed = false;
};

using CaseDecision = daybook::Decision<Case>;  // events to append, or a refusal

CaseDecision decide(const CreateCase&, const Case&, daybook::Others&);
CaseDecision decide(const AddInteraction&, const Case&);
CaseDecision decide(const CloseCase&, const Case&);

void evolve(Case&, const CaseCreated&);
void evolve(Case&, const InteractionAdded&);
void evolve(Case&, const CaseClosed&);

}  // namespace crm
