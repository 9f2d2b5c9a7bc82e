// What is known of a field without its C++ type: enough to describe it to those who call the API.
// A type of a context's own says more by a function `describe` in its Form (form.h):
//
//   static void describe(FieldShape& shape) { shape.values = {"CREATED", "SHIPPED"}; }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daybook {

// What the API's document says of a field beside its name and type. Nothing has to be given: an
// example follows from the name and the format.
struct FieldNotes {
  std::string description;
  std::string example;  // JSON text: "12.50", "\"Ada Lovelace\""
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
};

struct FieldShape {
  std::string name;
  std::string type;    // string, integer, number, boolean, array, object
  std::string format;  // date-time, uuid, email, decimal, currency, or empty
  bool required = true;
  std::vector<std::string> values = {};  // of an enumeration
  std::vector<FieldShape> items = {};    // of an array: the shape of each item, or nothing
  std::vector<FieldShape> members = {};  // of an object, or nothing
  FieldNotes notes = {};
};

}  // namespace daybook
