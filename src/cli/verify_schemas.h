// `daybook verify --schemas`: whether this build can read every event of a log.
#pragma once

#include <string>
#include <vector>

#include "daybook/context.h"

namespace daybook::cli {

// Prints a line for each type and version that has unreadable events, and a summary. Gives the exit
// code: 1 when there are any.
int verify_schemas(const std::string& store, const std::vector<Context>& contexts, bool as_json);

}  // namespace daybook::cli
