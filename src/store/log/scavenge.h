// Removes what is not kept from the sealed segments of an open log.
#pragma once

#include <expected>

#include "daybook/result.h"
#include "daybook/scavenge.h"
#include "src/store/log/state.h"

namespace daybook::log {

std::expected<ScavengeReport, Error> scavenge(State& state, const ScavengeOptions& options);

}  // namespace daybook::log
