// What a context answers, as operations that any transport can offer: HTTP, WebSocket, a queue.
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

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/aggregate_model.h"
#include "daybook/command_handler.h"
#include "daybook/context.h"
#include "daybook/operation.h"

namespace daybook {

// What `stamp` functions may add to a command that the caller must not choose.
struct Stamp {
  Time now;
  IdSource& ids;
};

struct AggregateOptions {
  std::string id;    // what its id is called in answers: "accountId"
  std::string wrap;  // the member that holds the view; empty: the view is the answer itself
};

// One aggregate's part of an Api, without its types.
class AggregateService {
 public:
  AggregateService(class Api& api, std::unique_ptr<AggregateModel> model, AggregateOptions options);
  ~AggregateService();

  using Decide = std::function<std::expected<Decided, Error>(AggregateModel::Instance&)>;
  using ReadCommand = std::function<std::expected<Decide, Error>(const Json& body, const Stamp&)>;

  void add_command(const TypeSchema& input, std::string method, std::string path, bool creates,
                   ReadCommand read);
  void get(std::string path);
  void list(std::string path, std::string plural);
  void history(std::string path);
  const AggregateModel& model() const;

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

template <Aggregate State, class View>
class AggregateApi {
 public:
  AggregateApi(AggregateService& service, const Schema& commands)
      : service_(service), commands_(commands) {}

  template <class Command>
  using StampFunction = void (*)(Command&, const Stamp&);

  // A command that makes a new aggregate under a new id; answers 201.
  template <class Command>
  void create(std::string path, StampFunction<Command> stamp = nullptr) {
    add<Command>("POST", std::move(path), true, stamp);
  }

  template <class Command>
  void post(std::string path, StampFunction<Command> stamp = nullptr) {
    add<Command>("POST", std::move(path), false, stamp);
  }

  // The view of one, with ?version= and ?at= for how it was.
  void get(std::string path) { service_.get(std::move(path)); }

  // All of them, in order of creation, with ?limit= and ?cursor=.
  void list(std::string path, std::string plural) {
    service_.list(std::move(path), std::move(plural));
  }

  // The events of one.
  void history(std::string path) { service_.history(std::move(path)); }

 private:
  template <class Command>
  void add(std::string method, std::string path, bool creates, StampFunction<Command> stamp) {
    const TypeSchema& input = entry_of(commands_, typeid(Command));
    const auto& model = static_cast<const TypedModel<State, View>&>(service_.model());
    auto read = [&input, &model, stamp](
                    const Json& body,
                    const Stamp& with) -> std::expected<AggregateService::Decide, Error> {
      Command command{};
      if (auto done = input.as<Command>().read(body, command); !done) {
        return std::unexpected(done.error());
      }
      if (stamp != nullptr) stamp(command, with);
      return [&model, command = typename State::Command(std::move(command))](
                 AggregateModel::Instance& instance) { return model.decide(instance, command); };
    };
    service_.add_command(input, std::move(method), std::move(path), creates, std::move(read));
  }

  AggregateService& service_;
  const Schema& commands_;
};

class Api {
 public:
  struct Parts {
    EventStore& store;
    Clock& clock;
    IdSource& ids;
    Executor executor;
  };

  explicit Api(Parts parts);
  ~Api();  // stops the lists

  // Declares everything a context answers. The context must outlive the Api.
  void add(const Context& context);

  template <Aggregate State, class View>
  AggregateApi<State, View> aggregate(AggregateOptions options) {
    auto model = std::make_unique<TypedModel<State, View>>(context_->events, context_->views);
    return {add_service(std::move(model), std::move(options)), context_->commands};
  }

  const std::vector<Operation>& operations() const { return operations_; }
  const Operation* find_command(std::string_view name) const;

  // The schema entry that an event of this stream must satisfy, when its category belongs to a
  // context; refuses types that the context does not know.
  std::expected<void, Error> check_event(std::string_view stream, const NewEvent& event) const;

 private:
  friend class AggregateService;
  AggregateService& add_service(std::unique_ptr<AggregateModel> model, AggregateOptions options);

  Parts parts_;
  const Context* context_ = nullptr;  // the one being added
  std::vector<const Context*> contexts_;
  std::vector<std::unique_ptr<AggregateService>> services_;
  std::vector<Operation> operations_;
};

}  // namespace daybook
