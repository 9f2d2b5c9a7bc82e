// What the measurements of reading and projecting work on: a shop's orders, one event for each, ten
// to a stream.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>

#include "daybook/event_store.h"
#include "daybook/projection_model.h"

namespace daybook::cli {

std::expected<void, Error> append_orders(EventStore& store, std::uint64_t events);

// A list of them: one row for each event.
std::unique_ptr<ProjectionModel> order_list();

}  // namespace daybook::cli
