// The model of an aggregate and its view, made from their C++ types and what the context says of
// them. Immutable; safe from many threads.
#pragma once

#include <any>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "daybook/aggregate.h"
#include "daybook/aggregate_model.h"
#include "daybook/context.h"
#include "daybook/event_codec.h"
#include "daybook/snapshot_form.h"
#include "daybook/view.h"

namespace daybook {

template <Aggregate State, class View>
class TypedModel final : public AggregateModel {
 public:
  using Event = typename State::Event;

  struct Typed final : Instance {
    State state;
    View view;
  };

  explicit TypedModel(const Context& context)
      : codec_(context.events, context.upcasters),
        view_(entry_of(context.views, typeid(View))),
        snapshots_(context) {}

  std::string_view category() const override { return State::category; }
  const TypeSchema& view_schema() const override { return view_; }
  std::type_index state_type() const override { return typeid(State); }
  const void* state_of(const Instance& instance) const override {
    return &static_cast<const Typed&>(instance).state;
  }
  NewEvent encode(const std::any& event) const override {
    return codec_.encode(std::any_cast<const Event&>(event));
  }
  std::unique_ptr<Instance> create() const override { return std::make_unique<Typed>(); }

  std::expected<void, Error> replay(Instance& instance,
                                    const RecordedEvent& recorded) const override {
    auto event = codec_.decode(recorded);
    if (!event) return std::unexpected(event.error());
    auto& typed = static_cast<Typed&>(instance);
    daybook::apply(typed.state, *event);
    daybook::show(typed.view, *event, recorded_at(recorded));
    return {};
  }

  std::expected<Decided, Error> decide(const Instance& instance,
                                       const typename State::Command& command,
                                       Others& others) const {
    auto decision = dispatch(command, static_cast<const Typed&>(instance).state, others);
    Decided decided{.elsewhere = decision.elsewhere(), .refusal = decision.recorded_refusal()};
    auto events = std::move(decision).result();
    if (!events) return std::unexpected(std::move(events.error()));
    for (const Event& event : *events) decided.events.push_back(codec_.encode(event));
    decided.typed = std::move(*events);
    return decided;
  }

  void advance(Instance& instance, const Decided& decided) const override {
    for (const Event& event : events_in(decided))
      daybook::apply(static_cast<Typed&>(instance).state, event);
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
      daybook::show(static_cast<Typed&>(instance).view, event, at);
    }
  }

  bool exists(const Instance& instance) const override {
    return is_shown(static_cast<const Typed&>(instance).view);
  }

  void write_view(const Instance& instance, JsonWriter& to) const override {
    view_.as<View>().write(static_cast<const Typed&>(instance).view, to);
  }

  // As large as the stored form; of a state without one, as large again as its view. A state that
  // holds much more says so itself:
  //   std::size_t held_bytes_of(const Calendar& calendar);
  std::size_t held_bytes(const Instance& instance) const override {
    std::string stored;
    JsonWriter writer(stored);
    const bool has_form = !snapshot_fingerprint().empty();
    has_form ? write_snapshot(instance, writer) : write_view(instance, writer);
    const State& state = static_cast<const Typed&>(instance).state;
    return sizeof(Typed) + stored.size() + held_by(state, has_form ? 0 : stored.size());
  }

  const std::string& snapshot_fingerprint() const override { return snapshots_.fingerprint(); }

  void write_snapshot(const Instance& instance, JsonWriter& to) const override {
    const auto& typed = static_cast<const Typed&>(instance);
    snapshots_.write(typed.state, typed.view, to);
  }

  std::expected<std::unique_ptr<Instance>, Error> read_snapshot(
      std::string_view data) const override {
    auto typed = std::make_unique<Typed>();
    auto done = snapshots_.read(data, typed->state, typed->view);
    if (!done) return std::unexpected(std::move(done.error()));
    return typed;
  }

 private:
  static std::size_t held_by(const State& state, std::size_t otherwise) {
    if constexpr (requires { held_bytes_of(state); }) return held_bytes_of(state);
    return otherwise;
  }
  static const std::vector<Event>& events_in(const Decided& decided) {
    return std::any_cast<const std::vector<Event>&>(decided.typed);
  }

  EventCodec<State> codec_;
  TypeSchema view_;
  SnapshotForm<State, View> snapshots_;
};

}  // namespace daybook
