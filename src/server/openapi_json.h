// Pieces of the OpenAPI document: JSON text put together from JSON text.
//
//   object({{"type", json_string("array")}, {"items", ref("schemas", "Envelope")}})
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/json.h"

namespace daybook::server {

using Piece = std::pair<std::string, std::string>;  // a name, and JSON text

// Members whose text is empty are left out.
std::string object(const std::vector<Piece>& members);
std::string array(const std::vector<std::string>& items);
std::string strings(const std::vector<std::string>& items);

// {"$ref":"#/components/schemas/Envelope"}
std::string ref(std::string_view kind, std::string_view name);

// The same JSON with a line for each member and item, two spaces a level.
std::string indented(const Json& json);

}  // namespace daybook::server
