// A retention as people and programs are told of it: {"truncateBefore": 4, "maxAgeSeconds": 3600,
// "maxCount": 1000, "tombstoned": false}, what is not set left out.
#pragma once

#include "daybook/json.h"
#include "daybook/retention.h"

namespace daybook {

// The members, into an object that is open.
void write_retention_members(const Retention& retention, JsonWriter& json);

}  // namespace daybook
