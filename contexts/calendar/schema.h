// How the calendar context looks in JSON. The events' names are those that the log holds.
#pragma once

#include "daybook/schema.h"

namespace calendar {

daybook::Schema events();
daybook::Schema commands();
daybook::Schema views();
daybook::Schema states();

}  // namespace calendar
