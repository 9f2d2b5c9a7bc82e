// How a state and its view are kept in snapshots, by the tables of their context (see snapshot.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/context.h"
#include "daybook/snapshot.h"

namespace daybook {

// Of everything that a snapshot's meaning rests on.
std::string fingerprint_of(const Context& context, const TypeSchema& state, const TypeSchema& view,
                           std::uint32_t version);

template <class State, class View>
class SnapshotForm {
 public:
  // Without tables of both there are no snapshots, and the fingerprint is empty.
  explicit SnapshotForm(const Context& context) {
    const auto state = std::ranges::find(context.states, typeid(State), &TypeSchema::type);
    const auto view = std::ranges::find(context.states, typeid(View), &TypeSchema::type);
    if (state == context.states.end() || view == context.states.end()) return;
    state_ = *state;
    view_ = *view;
    fingerprint_ = fingerprint_of(context, *state_, *view_, version());
  }

  const std::string& fingerprint() const { return fingerprint_; }

  void write(const State& state, const View& view, JsonWriter& to) const {
    to.begin_object().key("state");
    state_->as<State>().write(state, to);
    to.key("view");
    view_->as<View>().write(view, to);
    to.end_object();
  }

  std::expected<void, Error> read(std::string_view data, State& state, View& view) const {
    const auto json = parse_json(data);
    if (!json) return std::unexpected(json.error());
    const Json* kept_state = json->find("state");
    const Json* kept_view = json->find("view");
    if (kept_state == nullptr || kept_view == nullptr) return std::unexpected(missing("state"));
    if (auto done = state_->as<State>().read(*kept_state, state); !done) return done;
    return view_->as<View>().read(*kept_view, view);
  }

 private:
  static constexpr std::uint32_t version() {
    if constexpr (requires { State::snapshot_version; }) return State::snapshot_version;
    return 1;
  }

  std::optional<TypeSchema> state_;
  std::optional<TypeSchema> view_;
  std::string fingerprint_;
};

}  // namespace daybook
