// Calls what a view has to have, and what it may have (see aggregate_model.h).
#pragma once

#include <variant>

#include "daybook/recorded.h"

namespace daybook {

// Brings the view forward by an event.
template <class View, class Event>
void show(View& view, const Event& event, const Recorded& at) {
  if constexpr (requires { view.touch(at); }) view.touch(at);
  std::visit([&](const auto& one) { view.on(one, at); }, event);
}

// Whether people are shown it at all.
template <class View>
bool is_shown(const View& view) {
  if constexpr (requires { view.exists(); }) return view.exists();
  return true;
}

}  // namespace daybook
