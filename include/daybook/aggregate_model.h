// An aggregate and its view without their types, for the command handler and the lists.
//
// A view is what people are shown of one aggregate: a plain struct with a function `on(event, at)`
// for each event, and, if it likes, `touch(at)`, which is called before each of them.
#pragma once

#include <any>
#include <expected>
#include <memory>
#include <string_view>
#include <vector>

#include "daybook/aggregate.h"
#include "daybook/context.h"
#include "daybook/event_codec.h"
#include "daybook/recorded.h"
#include "daybook/schema.h"
#include "daybook/stream.h"

namespace daybook {

// What `decide` accepted: in stored form, and typed for the view.
struct Decided {
  std::vector<NewEvent> events;
  std::any typed;
  std::vector<StreamAppend> others;  // in the same append: what pre-append functions have added
};

class AggregateModel {
 public:
  // One aggregate in memory: its state, which may be ahead by events that are not durable yet, and
  // its view, which never is.
  class Instance {
   public:
    virtual ~Instance() = default;
  };

  virtual ~AggregateModel() = default;
  virtual std::string_view category() const = 0;
  virtual const TypeSchema& view_schema() const = 0;
  virtual std::unique_ptr<Instance> create() const = 0;

  // Brings state and view forward by a recorded event.
  virtual std::expected<void, Error> replay(Instance& instance,
                                            const RecordedEvent& event) const = 0;

  // Brings the state forward by events that were decided, before they are durable.
  virtual void advance(Instance& instance, const Decided& decided) const = 0;

  // Adds an event that nobody decided.
  virtual std::expected<void, Error> add(Decided& decided, NewEvent event) const = 0;

  // Brings the view forward by events that were decided before and are now durable. `last` is
  // where the last of them stands; the events of one append stand side by side.
  virtual void confirm(Instance& instance, const Decided& decided, Recorded last) const = 0;

  virtual void write_view(const Instance& instance, JsonWriter& to) const = 0;
};

template <Aggregate State, class View>
class TypedModel final : public AggregateModel {
 public:
  using Event = typename State::Event;

  struct Typed final : Instance {
    State state;
    View view;
  };

  explicit TypedModel(const Context& context)
      : codec_(context.events, context.upcasters), view_(entry_of(context.views, typeid(View))) {}

  std::string_view category() const override { return State::category; }
  const TypeSchema& view_schema() const override { return view_; }
  std::unique_ptr<Instance> create() const override { return std::make_unique<Typed>(); }

  std::expected<void, Error> replay(Instance& instance,
                                    const RecordedEvent& recorded) const override {
    auto event = codec_.decode(recorded);
    if (!event) return std::unexpected(event.error());
    auto& typed = static_cast<Typed&>(instance);
    apply(typed.state, *event);
    show(typed.view, *event, recorded_at(recorded));
    return {};
  }

  std::expected<Decided, Error> decide(const Instance& instance,
                                       const typename State::Command& command) const {
    auto events = dispatch(command, static_cast<const Typed&>(instance).state).result();
    if (!events) return std::unexpected(std::move(events.error()));
    Decided decided;
    for (const Event& event : *events) decided.events.push_back(codec_.encode(event));
    decided.typed = std::move(*events);
    return decided;
  }

  void advance(Instance& instance, const Decided& decided) const override {
    for (const Event& event : events_in(decided)) apply(static_cast<Typed&>(instance).state, event);
  }

  std::expected<void, Error> add(Decided& decided, NewEvent event) const override {
    auto typed = codec_.decode({.type = event.type,
                                .stream = State::category,
                                .schema_version = event.schema_version,
                                .content_type = event.content_type,
                                .data = event.data});
    if (!typed) return std::unexpected(std::move(typed.error()));
    std::any_cast<std::vector<Event>&>(decided.typed).push_back(std::move(*typed));
    decided.events.push_back(std::move(event));
    return {};
  }

  void confirm(Instance& instance, const Decided& decided, Recorded last) const override {
    const auto& events = events_in(decided);
    std::uint64_t left = events.size();
    for (const Event& event : events) {
      --left;
      Recorded at = last;
      at.version.value -= left;
      at.position.value -= left;
      show(static_cast<Typed&>(instance).view, event, at);
    }
  }

  void write_view(const Instance& instance, JsonWriter& to) const override {
    view_.as<View>().write(static_cast<const Typed&>(instance).view, to);
  }

 private:
  static const std::vector<Event>& events_in(const Decided& decided) {
    return std::any_cast<const std::vector<Event>&>(decided.typed);
  }
  static void apply(State& state, const Event& event) { daybook::apply(state, event); }
  static void show(View& view, const Event& event, const Recorded& at) {
    if constexpr (requires { view.touch(at); }) view.touch(at);
    std::visit([&](const auto& one) { view.on(one, at); }, event);
  }

  EventCodec<State> codec_;
  TypeSchema view_;
};

}  // namespace daybook
