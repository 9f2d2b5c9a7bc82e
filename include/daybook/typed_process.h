// What stands between a process manager's class and its ProcessModel.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "daybook/context.h"
#include "daybook/process_model.h"
#include "daybook/projection.h"
#include "daybook/reaction.h"

namespace daybook {

// The entry of a command that the context declares, its own or one of `sends`.
const TypeSchema& sent_command(const Context& context, std::type_index type);

template <class... One>
std::vector<TypeSchema> sent_commands(const Context& context, const std::variant<One...>*) {
  return {sent_command(context, typeid(One))...};
}

// Calls what a context wrote; what it throws is the fault "process-threw".
template <class Call>
auto guarded_call(std::string_view name, Call call) -> std::expected<decltype(call()), Error> {
  try {
    return call();
  } catch (const std::exception& thrown) {
    return std::unexpected(fault("process-threw", std::string(name) + ": " + thrown.what()));
  } catch (...) {
    return std::unexpected(fault("process-threw", std::string(name) + " threw"));
  }
}

template <class P, class Event>
std::string process_key(const P& process, const Event& event, const Recorded& at) {
  if constexpr (requires { process.key(event, at); }) return std::string(process.key(event, at));
  return std::string(at.id);
}
template <class P>
class TypedProcess final : public ProcessModel {
 public:
  using Event = typename P::Event;
  using Command = typename P::Command;
  using State = typename P::State;

  explicit TypedProcess(const Context& context)
      : TypedProcess(context, heard_events(context, static_cast<const Event*>(nullptr))) {}

  std::string_view name() const override { return P::name; }
  const ProjectionSource& source() const override { return source_; }
  bool keeps_state() const override { return !std::is_empty_v<State>; }

  std::expected<Heard, Error> hear(const RecordedEvent& recorded) const override {
    auto event = codec_.decode(recorded);
    if (!event) return std::unexpected(std::move(event.error()));
    const Recorded at = recorded_at(recorded);
    auto key = guarded_call(P::name, [&] {
      return std::visit([&](const auto& one) { return process_key(process_, one, at); }, *event);
    });
    if (!key) return std::unexpected(std::move(key.error()));
    return Heard{
        std::move(*key), [this, event = std::move(*event), at](std::string_view state) -> Result {
          return react(state, [&](State& typed) {
            return std::visit([&](const auto& one) { return process_.on(one, typed, at); }, event);
          });
        }};
  }

  Result due(const Due& due, std::string_view state) const override {
    return react(state, [&](State& typed) -> Reaction<Command> {
      if constexpr (requires { process_.due(due, typed); }) return process_.due(due, typed);
      return {};
    });
  }

  Result refused(const RefusedCommand& refused, std::string_view state) const override {
    return react(state, [&](State& typed) -> Reaction<Command> {
      if constexpr (requires { process_.refused(refused, typed); }) {
        return process_.refused(refused, typed);
      }
      return {};
    });
  }

 private:
  TypedProcess(const Context& context, const Schema& events)
      : codec_(events, context.upcasters),
        source_(source_of(context, categories(), events)),
        commands_(sent_commands(context, static_cast<const Command*>(nullptr))) {
    if constexpr (!std::is_empty_v<State>) state_.emplace(P::state());
  }

  static constexpr std::span<const std::string_view> categories() {
    if constexpr (requires { P::categories; }) return P::categories;
    return {};
  }

  template <class Call>
  Result react(std::string_view text, Call call) const {
    State state{};
    if (auto done = read_state(text, state); !done) return std::unexpected(std::move(done.error()));
    auto reaction = guarded_call(P::name, [&] { return call(state); });
    if (!reaction) return std::unexpected(std::move(reaction.error()));
    ProcessStep step{.commands = {}, .deadlines = reaction->deadlines(), .state = {}};
    for (const auto& sent : reaction->sent()) step.commands.push_back(encode(sent));
    if constexpr (!std::is_empty_v<State>) {
      JsonWriter writer(step.state);
      state_->template as<State>().write(state, writer);
    }
    return step;
  }

  std::expected<void, Error> read_state(std::string_view text, State& state) const {
    if constexpr (!std::is_empty_v<State>) {
      if (text.empty()) return {};
      auto json = parse_json(text);
      auto done = json ? state_->template as<State>().read(*json, state)
                       : std::unexpected(std::move(json.error()));
      if (!done) {
        return std::unexpected(
            fault("unreadable-state", "A state of " + std::string(P::name) + " cannot be read: " +
                                          done.error().pointer + " " + done.error().detail));
      }
    }
    return {};
  }

  ProcessStep::Command encode(const typename Reaction<Command>::Sent& sent) const {
    const TypeSchema& entry = commands_[sent.command.index()];
    ProcessStep::Command command{.name = entry.name, .id = sent.id, .data = {}};
    JsonWriter writer(command.data);
    std::visit([&]<class One>(const One& one) { entry.as<One>().write(one, writer); },
               sent.command);
    return command;
  }

  const P process_{};
  EventCodec<daybook::Heard<Event>> codec_;
  ProjectionSource source_;
  std::vector<TypeSchema> commands_;  // in the order of the variant
  std::optional<TypeSchema> state_;
};

}  // namespace daybook
