// What a command is read from: the body of the call, and what its path and query say beside it.
#pragma once

#include <expected>
#include <string>

#include "daybook/aggregate_api.h"
#include "daybook/command_handler.h"
#include "daybook/json.h"
#include "daybook/operation.h"

namespace daybook {

// The body as an object, with the fields that the path names, and those that the query of a DELETE
// names.
std::expected<Json, Error> command_body(const Call& call, const TypeSchema& input,
                                        bool takes_query);

// The id that the call gives to a new aggregate, or one that `make` makes, which it puts into the
// body if the command has a field for it, and if the server may name it.
std::expected<std::string, Error> name_new(const Call& call, const TypeSchema& input,
                                           const AggregateOptions& options,
                                           const std::function<std::string()>& make, Json& body);

// The same of one that is there already: the call names it, and the body says it too.
std::string name_known(const Call& call, const TypeSchema& input, const AggregateOptions& options,
                       const std::function<std::string()>& make, Json& body);

}  // namespace daybook
