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
#include "daybook/api_options.h"
#include "daybook/clock.h"
#include "daybook/typed_model.h"
#include "daybook/view_projection.h"

namespace daybook {

class Api;

// What `stamp` functions may add to a command that the caller must not choose.
struct Stamp {
  Time now;
  IdSource& ids;
  bool is_message = false;  // came by WebSocket or queue, and may come twice
};

// The part without the aggregate's types.
class AggregateService {
 public:
  using Decide = std::move_only_function<std::expected<Decided, Error>(
      const AggregateModel::Instance&, Others&)>;
  using ReadCommand = std::function<std::expected<Decide, Error>(const Json& body, const Stamp&)>;

  AggregateService(Api& api, std::unique_ptr<AggregateModel> model, AggregateOptions options);
  ~AggregateService();  // waits for what is under way

  // How a command is offered.
  struct Offer {
    std::string method;
    std::string path;  // empty: to processes only
    int status = 200;
    bool creates = false;
  };
  void add_command(const TypeSchema& input, Offer offer, ReadCommand read);
  void get(std::string path);
  void part(std::string path, std::string member);
  void list(std::string path, std::string plural, ListOptions options,
            std::unique_ptr<ProjectionModel> model);
  void history(std::string path);
  const AggregateModel& model() const;

  class Parts;

 private:
  std::unique_ptr<Parts> parts_;
};

template <Aggregate State, class View>
class AggregateApi {
 public:
  AggregateApi(AggregateService& service, const Context& context)
      : service_(service), context_(context) {}

  template <class Command>
  using StampFunction = void (*)(Command&, const Stamp&);

  // A command that makes a new aggregate; answers 201.
  template <class Command>
  void create(std::string path, StampFunction<Command> stamp = nullptr) {
    offer<Command>({"POST", std::move(path), 201, true}, stamp);
  }

  // A command that adds something to an aggregate; answers 201.
  template <class Command>
  void add(std::string path, StampFunction<Command> stamp = nullptr) {
    offer<Command>({"POST", std::move(path), 201}, stamp);
  }

  template <class Command>
  void post(std::string path, StampFunction<Command> stamp = nullptr) {
    offer<Command>({"POST", std::move(path)}, stamp);
  }
  template <class Command>
  void put(std::string path, StampFunction<Command> stamp = nullptr) {
    offer<Command>({"PUT", std::move(path)}, stamp);
  }
  template <class Command>
  void patch(std::string path, StampFunction<Command> stamp = nullptr) {
    offer<Command>({"PATCH", std::move(path)}, stamp);
  }

  // Fields that the path does not name may stand in the query: "?cascade=true".
  template <class Command>
  void del(std::string path, StampFunction<Command> stamp = nullptr) {
    offer<Command>({"DELETE", std::move(path)}, stamp);
  }

  // A command that only processes send.
  template <class Command>
  void internal(StampFunction<Command> stamp = nullptr) {
    offer<Command>({"POST", ""}, stamp);
  }

  // The view of one, with ?version= and ?at= for how it was.
  void get(std::string path) { service_.get(std::move(path)); }

  // One member of the view, alone: {"values": [...]}
  void part(std::string path, std::string member) {
    service_.part(std::move(path), std::move(member));
  }

  // All of them, in order of creation, from a read model of the views that is called `plural`. For
  // queries see Api::rows.
  void list(std::string path, std::string plural, ListOptions options = {}) {
    auto model = std::make_unique<ViewProjection<typename State::Event, View>>(context_, plural,
                                                                               State::category);
    service_.list(std::move(path), std::move(plural), std::move(options), std::move(model));
  }

  // The events of one.
  void history(std::string path) { service_.history(std::move(path)); }

 private:
  template <class Command>
  void offer(AggregateService::Offer offer, StampFunction<Command> stamp) {
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
      return [&model, command = typename State::Command(std::move(command))](
                 const AggregateModel::Instance& instance, Others& others) {
        return model.decide(instance, command, others);
      };
    };
    service_.add_command(input, std::move(offer), std::move(read));
  }

  AggregateService& service_;
  const Context& context_;
};

}  // namespace daybook
