// How the accounts context looks in JSON. The events' names are those that the log holds.
#pragma once

#include "daybook/schema.h"

namespace accounts {

daybook::Schema events();
daybook::Schema commands();
daybook::Schema views();
daybook::Schema states();

}  // namespace accounts
