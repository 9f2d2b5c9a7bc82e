// One aggregate's part of an Api: which of its commands and views are offered, and where.
//
// A path lies below /api and names the aggregate's id as {id}.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "daybook/aggregate_model.h"
#include "daybook/clock.h"
#include "daybook/typed_model.h"
#include "daybook/view_projection.h"

namespace daybook {

class Api;

// What `stamp` functions may add to a command that the caller must not choose.
struct Stamp {
  Time now;
  IdSource& ids;
};

struct AggregateOptions {
  std::string id;    // what its id is called in answers: "accountId"
  std::string wrap;  // the member that holds the view; empty: the view is the answer itself
};

// The part without the aggregate's types.
class AggregateService {
 public:
  using Decide =
      std::move_only_function<std::expected<Decided, Error>(const AggregateModel::Instance&)>;
  using ReadCommand = std::function<std::expected<Decide, Error>(const Json& body, const Stamp&)>;

  AggregateService(Api& api, std::unique_ptr<AggregateModel> model, AggregateOptions options);
  ~AggregateService();  // waits for what is under way

  void add_command(const TypeSchema& input, std::string method, std::string path, bool creates,
                   ReadCommand read);
  void get(std::string path);
  void list(std::string path, std::string plural, std::unique_ptr<ProjectionModel> model);
  void history(std::string path);
  const AggregateModel& model() const;

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

template <Aggregate State, class View>
class AggregateApi {
 public:
  AggregateApi(AggregateService& service, const Context& context)
      : service_(service), context_(context) {}

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

  // All of them, in order of creation, from a read model of the views that is called `plural`. For
  // queries see Api::rows.
  void list(std::string path, std::string plural) {
    auto model = std::make_unique<ViewProjection<typename State::Event, View>>(context_, plural,
                                                                               State::category);
    service_.list(std::move(path), std::move(plural), std::move(model));
  }

  // The events of one.
  void history(std::string path) { service_.history(std::move(path)); }

 private:
  template <class Command>
  void add(std::string method, std::string path, bool creates, StampFunction<Command> stamp) {
    const TypeSchema& input = entry_of(context_.commands, typeid(Command));
    const auto& model = static_cast<const TypedModel<State, View>&>(service_.model());
    auto read = [&input, &model, stamp](
                    const Json& body,
                    const Stamp& with) -> std::expected<AggregateService::Decide, Error> {
      Command command{};
      if (auto done = input.as<Command>().read(body, command); !done) {
        return std::unexpected(done.error());
      }
      if (stamp != nullptr) stamp(command, with);
      return
          [&model, command = typename State::Command(std::move(command))](
              const AggregateModel::Instance& instance) { return model.decide(instance, command); };
    };
    service_.add_command(input, std::move(method), std::move(path), creates, std::move(read));
  }

  AggregateService& service_;
  const Context& context_;
};

}  // namespace daybook
