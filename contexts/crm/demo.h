// Companies with their people, debts, cases and contracts, for `daybook demo`.
#pragma once

#include <vector>

#include "daybook/demo.h"

namespace crm {

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options);

}  // namespace crm
