// What the crm context hands to the application.
#include "daybook/context.h"

#include <iterator>

#include "contexts/crm/case_view.h"
#include "contexts/crm/client_view.h"
#include "contexts/crm/contact_view.h"
#include "contexts/crm/contract_view.h"
#include "contexts/crm/demo.h"
#include "contexts/crm/schema.h"
#include "daybook/api.h"

namespace crm {
namespace {

void contact_routes(daybook::Api& api) {
  auto contact =
      api.aggregate<Contact, ContactView>({.id = "contactId", .greeting = {{"status", "\"ok\""}}});
  contact.create<CreateContact>("/contacts");
  contact.put<EditContact>("/contacts/{id}");
  contact.del<DeleteContact>("/contacts/{id}");
  contact.get("/contacts/{id}");
  contact.list("/contacts", "contacts", {.search_in = {"name", "email", "phone"}});
  contact.history("/contacts/{id}/events");
}

void client_routes(daybook::Api& api) {
  auto client = api.aggregate<Client, ClientView>({.id = "clientId"});
  client.create<CreateClient>("/clients");
  client.put<EditClient>("/clients/{id}");
  client.add<LinkContact>("/clients/{id}/contacts");
  client.del<UnlinkContact>("/clients/{id}/contacts/{contactId}");
  client.add<AddDebt>("/clients/{id}/debt");
  client.add<PayDebt>("/clients/{id}/debt/pay");
  client.get("/clients/{id}");
  client.list("/clients", "clients");
  client.history("/clients/{id}/events");
}

void stamp(CloseCase& command, const daybook::Stamp& with) {
  if (!command.closed_at) command.closed_at = Date::of(with.now);
}

void case_routes(daybook::Api& api) {
  auto one = api.aggregate<Case, CaseView>({.id = "caseId"});
  one.create<CreateCase>("/cases");
  one.add<AddInteraction>("/cases/{id}/interactions");
  one.post<CloseCase>("/cases/{id}/close", stamp);
  one.list("/cases", "cases");
  api.rows("/cases/open", "cases", "cases", {.name = "open-cases", .where = {{"status", "open"}}});
  one.get("/cases/{id}");
  one.history("/cases/{id}/events");
}

void contract_routes(daybook::Api& api) {
  auto contract = api.aggregate<Contract, ContractView>({.id = "contractId"});
  contract.create<CreateContract>("/contracts");
  contract.add<AddContractVersion>("/contracts/{id}/versions");
  contract.add<ChangeContractHolder>("/contracts/{id}/change-holder");
  contract.get("/contracts/{id}");
  contract.list("/contracts", "contracts");
  contract.history("/contracts/{id}/events");
}

void routes(daybook::Api& api) {
  contact_routes(api);
  client_routes(api);
  case_routes(api);
  contract_routes(api);
}

void add(daybook::Schema& to, daybook::Schema more) {
  to.insert(to.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
}

}  // namespace

daybook::Context context() {
  daybook::Context context{
      .name = "crm",
      .categories = {std::string(Contact::category), std::string(Client::category),
                     std::string(Case::category), std::string(Contract::category)},
      .routes = routes,
      .demo = demo};
  for (Schemas one :
       {link_schemas(), contact_schemas(), client_schemas(), case_schemas(), contract_schemas()}) {
    add(context.events, std::move(one.events));
    add(context.commands, std::move(one.commands));
    add(context.views, std::move(one.views));
    add(context.states, std::move(one.states));
  }
  return context;
}

}  // namespace crm
