// What stands in the OpenAPI document whatever the contexts are: the schemas, parameters and
// headers of events, appends and reads.
#pragma once

#include <string>
#include <string_view>

namespace daybook::server {

// JSON objects: members of components.schemas, components.parameters and components.headers.
std::string_view fixed_schemas();
std::string_view fixed_parameters();
std::string_view fixed_headers();

// One event, as it is read.
std::string envelope_example();

}  // namespace daybook::server
