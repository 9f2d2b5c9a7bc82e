#include "src/store/log/scavenge.h"

namespace daybook::log {

std::expected<ScavengeReport, Error> scavenge(State&, const ScavengeOptions&) {
  return std::unexpected(fault("not-yet", "The log store does not scavenge yet"));
}

}  // namespace daybook::log
