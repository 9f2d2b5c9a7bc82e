// How the orders context looks in JSON. The events' names are those that the log holds.
#pragma once

#include "daybook/table.h"

namespace orders {

daybook::Schema events();
daybook::Schema commands();
daybook::Schema views();
daybook::Tables tables();

}  // namespace orders
