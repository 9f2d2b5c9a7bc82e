// Under which keys an event stands in the index.
#pragma once

#include <string_view>

#include "daybook/event.h"
#include "daybook/stream.h"
#include "src/store/log/keys.h"

namespace daybook::log {

// A tag that the event has twice comes twice.
template <class Use>
void each_key(std::uint32_t stream, const RecordedEvent& event, Use use) {
  use(key_of(KeyKind::category, category_of(event.stream)));
  use(key_of(KeyKind::type, event.type));
  use(key_of(stream, event.id));
  for (std::string_view tag : event.tags) use(key_of(KeyKind::tag, tag));
}

}  // namespace daybook::log
