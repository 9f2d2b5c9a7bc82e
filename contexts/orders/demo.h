// Orders over the last months, for `daybook demo`.
#pragma once

#include <vector>

#include "daybook/demo.h"

namespace orders {

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options);

}  // namespace orders
