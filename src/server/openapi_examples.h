// Examples that a person would believe, made from what a field is called and how it looks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daybook/field_shape.h"

namespace daybook::server {

// JSON text. The field's own example, if it has one, beats everything.
std::string example_of(const FieldShape& field);

// An object of these fields, without the one of this name.
std::string example_of(const std::vector<FieldShape>& fields, std::string_view without = {});

}  // namespace daybook::server
