// What the contexts answer, as operations that any transport can offer: HTTP, WebSocket, a queue.
//
//   void routes(Api& api) {
//     auto account = api.aggregate<Account, AccountView>({.id = "accountId", .wrap = "account"});
//     account.create<CreateUser>("/users", stamp);
//     account.post<DepositFunds>("/accounts/{id}/deposit");
//     account.get("/accounts/{id}");
//     account.list("/accounts", "accounts");
//     account.history("/accounts/{id}/events");
//   }
//
// Declaring is done on one thread; after that operations may be run from many.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "daybook/aggregate_api.h"
#include "daybook/clock.h"
#include "daybook/command_handler.h"
#include "daybook/context.h"
#include "daybook/event_store.h"
#include "daybook/operation.h"
#include "daybook/projections.h"
#include "daybook/read_store.h"

namespace daybook {

class HeadWaiters;
class RowsService;

class Api {
 public:
  struct Parts {
    EventStore& store;
    Clock& clock;
    IdSource& ids;
    Executor executor;
    // Told what no caller can be told: events that cannot be read, reads that fail. From any
    // thread; must not block. May be empty.
    std::function<void(const Error&)> report;
    // Where the read models are. Without one nothing is projected, and lists answer the fault
    // "no-read-store": enough to know the operations and to carry out commands.
    ReadStore* rows = nullptr;
    CommandHandler::Options commands = {};  // of each kind of aggregate; what contexts say is added
  };

  explicit Api(Parts parts);
  ~Api();  // stops the projections, answers who waits, and waits for what is under way

  // Declares everything a context answers. The context must outlive the Api.
  void add(const Context& context);

  template <Aggregate State, class View>
  AggregateApi<State, View> aggregate(AggregateOptions options) {
    auto model = std::make_unique<TypedModel<State, View>>(*context_);
    return {add_service(std::move(model), std::move(options)), *context_};
  }

  // All rows of a table, as they came, with ?limit= and ?cursor=; ?<column>= keeps those that are
  // equal in it.
  void rows(std::string path, std::string_view table, std::string plural, ListOptions options = {});

  // The row whose key is {id}, inside the member `wrap` unless that is empty.
  void row(std::string path, std::string_view table, std::string wrap = {});

  void add_projection(std::unique_ptr<ProjectionModel> model);

  // Lets the projections begin to follow the log, once everything is declared.
  std::expected<void, Error> start();

  // It is a bug to ask without a read store.
  Projections& projections();

  const std::vector<Operation>& operations() const { return operations_; }

  // Of the commands that transports offer, or of all: processes may send internal ones as well.
  const Operation* find_command(std::string_view name) const;
  const Operation* find_internal_command(std::string_view name) const;
  const TableShape* find_table(std::string_view name) const;

  // Whether this event may be appended by hand. A stream whose category belongs to a context takes
  // only what the context can read: others are refused with Blame::rule and a pointer into the
  // event, such as "/data/amount".
  std::expected<void, Error> check_event(std::string_view stream, const NewEvent& event) const;

 private:
  friend class AggregateService;
  RowsService& add_rows(std::string_view table);
  const TypeSchema* row_type(std::string_view table) const;
  AggregateService* service_of(std::type_index state) const;
  AggregateService& add_service(std::unique_ptr<AggregateModel> model, AggregateOptions options);

  Parts parts_;
  const Context* context_ = nullptr;  // the one being added
  std::vector<const Context*> contexts_;
  std::vector<Operation> operations_;
  std::unique_ptr<Projections> projections_;
  std::unique_ptr<HeadWaiters> head_waiters_;
  std::vector<TableShape> tables_;  // of all projections
  std::vector<std::unique_ptr<RowsService>> rows_services_;
  std::vector<std::unique_ptr<AggregateService>> services_;
};

}  // namespace daybook
