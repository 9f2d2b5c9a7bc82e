// How the crm context looks in JSON, one aggregate in each function. The events' names are those
// that the log holds: they never change; a new meaning gets a new name and an upcaster.
#pragma once

#include "daybook/schema.h"

namespace crm {

struct Schemas {
  daybook::Schema events;
  daybook::Schema commands;
  daybook::Schema views;
  daybook::Schema states;  // in snapshots, of those whose streams may become long
};

Schemas link_schemas();
Schemas contact_schemas();
Schemas client_schemas();
Schemas case_schemas();
Schemas contract_schemas();

}  // namespace crm
