// What people are shown of a case: one short function for each event.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contexts/crm/case.h"
#include "daybook/aggregate_model.h"

namespace crm {

enum class CaseStatus { open, closed };

struct Interaction {
  Date interaction_date;
  std::string description;
};

struct CaseView {
  std::string case_id;
  std::string client_id;
  Date opened_at;
  std::string description;
  CaseStatus status = CaseStatus::open;
  std::optional<Date> closed_at;
  std::vector<Interaction> interactions;
  daybook::Version version;

  bool exists() const { return !case_id.empty(); }

  // Before each of the events below.
  void touch(const daybook::Recorded& at) { version = at.version; }

  void on(const CaseCreated& event, const daybook::Recorded& at) {
    case_id = at.id;
    client_id = event.client_id;
    opened_at = event.opened_at;
    description = event.description;
  }
  void on(const InteractionAdded& event, const daybook::Recorded&) {
    interactions.push_back({event.interaction_date, event.description});
  }
  void on(const CaseClosed& event, const daybook::Recorded&) {
    status = CaseStatus::closed;
    closed_at = event.closed_at;
  }
};

}  // namespace crm
