#include "contexts/crm/case.h"

#include "contexts/crm/client.h"
#include "contexts/crm/refusals.h"
#include "daybook/testing.h"

namespace crm {
namespace {

using daybook::testing::given;

const ClientCreated acme{"Acme", "Rockets"};
const CreateCase create{"c1", "acme", {"2026-03-01"}, "No light in the hall"};
const CaseCreated created{"acme", {"2026-03-01"}, "No light in the hall"};
const AddInteraction call{{"2026-03-02"}, "Called back"};
const InteractionAdded called{{"2026-03-02"}, "Called back"};
const CloseCase close{Date{"2026-03-03"}};
const CaseClosed closed{{"2026-03-03"}};

TEST(Case, is_created_for_a_client) {
  given<Case>().beside<Client>("acme", {acme}).when(create).then({created});
  given<Case>().when(create).then_refused(unknown_client);
}

TEST(Case, is_created_once) {
  given<Case>({created}).beside<Client>("acme", {acme}).when(create).then_refused(case_exists);
}

TEST(Case, has_a_client_and_a_description) {
  CreateCase command = create;
  command.description = "\n";
  given<Case>().when(command).then_refused("invalid-text");
  command.description = std::string(4'001, 'x');
  given<Case>().when(command).then_refused("invalid-text");
  command.client_id = " ";
  given<Case>().when(command).then_refused("invalid-id");
}

TEST(Case, keeps_what_was_done_about_it) {
  given<Case>({created}).when(call).then({called});
  given<Case>({created, called}).when(call).then({called});
  given<Case>({created}).when(AddInteraction{{"2026-03-02"}, ""}).then_refused("invalid-text");
}

TEST(Case, is_closed_once_and_for_all) {
  given<Case>({created}).when(close).then({closed});
  given<Case>({created, closed}).when(close).then_refused(case_closed);
  given<Case>({created, closed}).when(call).then_refused(case_closed);
}

TEST(Case, that_is_not_there_has_no_interactions_and_no_end) {
  given<Case>().when(call).then_refused(unknown_case);
  given<Case>().when(close).then_refused(unknown_case);
}

}  // namespace
}  // namespace crm
