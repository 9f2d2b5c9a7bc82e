// The bodies of answers that show aggregates.
#pragma once

#include <string>
#include <string_view>

#include "daybook/aggregate_api.h"
#include "daybook/command_handler.h"
#include "daybook/operation.h"
#include "daybook/schema.h"

namespace daybook {

// {"account":{…}}, or the bare view.
Reply view_reply(CommandAnswer answer, const AggregateOptions& options);

// The same with the new id, the version and the position beside it; a bare view that has members of
// these names keeps its own.
Reply command_reply(CommandAnswer answer, const AggregateOptions& options, const TypeSchema& view,
                    std::string_view created_id);

// {"values":[…]} of a body that shows a view which has such a member.
std::string part_of(std::string_view body, std::string_view wrap, std::string_view member);

// {"accounts":[…],"nextCursor":…}
Reply list_reply(std::string_view plural, std::string_view items, std::string next_cursor);

// What is answered for an id that nothing has.
Error unknown(std::string_view category);

}  // namespace daybook
