// The answers of the OpenAPI document that are problems: one for each status and kind of request,
// with the codes that occur as examples.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "daybook/result.h"
#include "src/server/openapi_json.h"

namespace daybook::server {

// Who asks, and so what can go wrong.
enum class Asks { command, query, append, read, projection };

// The members of "responses" for these statuses; each refusal stands as an example where its
// status belongs, which it adds if it is missing.
std::vector<Piece> problem_responses(Asks asks, std::span<const int> statuses,
                                     const std::vector<Refusal>& refusals = {});

// For components.responses: all that problem_responses() may refer to.
std::vector<Piece> named_problem_responses();

}  // namespace daybook::server
