// Answers and events as texts, for comparing and for messages.
#pragma once

#include <expected>
#include <string>

#include "daybook/event_store.h"

namespace daybook::simulation {

std::string described(const std::expected<Appended, Error>& answer);
std::string described(const RecordedEvent& event);
std::string described(const LogRead& read);

// The first difference between two pages, or nothing.
std::string difference(const EventPage& page, const EventPage& expected);

}  // namespace daybook::simulation
