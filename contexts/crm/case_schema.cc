#include "contexts/crm/case_view.h"
#include "contexts/crm/refusals.h"
#include "contexts/crm/schema.h"
#include "daybook/enum_form.h"
#include "daybook/record_form.h"
#include "daybook/snapshot.h"

namespace crm {
namespace {

const daybook::Record<Interaction>& interaction_record() {
  static const auto record =
      daybook::record(daybook::field("interactionDate", &Interaction::interaction_date),
                      daybook::field("description", &Interaction::description));
  return record;
}

}  // namespace
}  // namespace crm

template <>
struct daybook::Form<crm::CaseStatus> : daybook::EnumForm<crm::CaseStatus, "open", "closed"> {};

template <>
struct daybook::Form<crm::Interaction>
    : daybook::RecordForm<crm::Interaction, crm::interaction_record> {};

namespace crm {
namespace {

using daybook::field;

daybook::Schema events() {
  using daybook::event;
  return {
      event("CaseCreated", field("clientId", &CaseCreated::client_id),
            field("openedAt", &CaseCreated::opened_at),
            field("description", &CaseCreated::description)),
      event("InteractionAdded", field("interactionDate", &InteractionAdded::interaction_date),
            field("description", &InteractionAdded::description)),
      event("CaseClosed", field("closedAt", &CaseClosed::closed_at)),
  };
}

daybook::Schema commands() {
  using daybook::command;
  return {
      command("CreateCase", field("caseId", &CreateCase::case_id),
              field("clientId", &CreateCase::client_id), field("openedAt", &CreateCase::opened_at),
              field("description", &CreateCase::description))
          .refusing({blank_id, invalid_text, case_exists, unknown_client}),
      command("AddInteraction", field("interactionDate", &AddInteraction::interaction_date),
              field("description", &AddInteraction::description))
          .refusing({invalid_text, unknown_case, case_closed}),
      command("CloseCase", field("closedAt", &CloseCase::closed_at))
          .refusing({unknown_case, case_closed}),
  };
}

// The same in answers, in read models and in snapshots.
daybook::TypeSchema view(std::string_view name) {
  return daybook::view(
      name, field("caseId", &CaseView::case_id), field("clientId", &CaseView::client_id),
      field("openedAt", &CaseView::opened_at), field("description", &CaseView::description),
      field("status", &CaseView::status), field("closedAt", &CaseView::closed_at),
      field("interactions", &CaseView::interactions), field("version", &CaseView::version));
}

daybook::TypeSchema state() {
  return daybook::state("Case", field("exists", &Case::exists),
                        field("isClosed", &Case::is_closed));
}

}  // namespace

Schemas case_schemas() {
  return {.events = events(),
          .commands = commands(),
          .views = {view("Case")},
          .states = {state(), view("CaseView")}};
}

}  // namespace crm
