// Meetings of the last and the next weeks, for `daybook demo`.
#pragma once

#include <vector>

#include "daybook/demo.h"

namespace calendar {

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options);

}  // namespace calendar
