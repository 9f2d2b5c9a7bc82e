// The raw text of the values inside a JSON text that has been checked already, so that a client's
// bytes can be stored as they came.
//
//   auto members = raw_members(R"({"type": "T", "data": 1.50 })", {"type", "data"});
//   *find(members, "data");   // 1.50
//
// The views point into the text that was given.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace daybook {

struct RawMember {
  std::string_view name;
  std::string_view value;
};

// What kind of value a text is, by its first byte.
bool is_object(std::string_view json);
bool is_array(std::string_view json);

// Those members of an object that are asked for; of anything else, none. The names must live as
// long as the answer.
std::vector<RawMember> raw_members(std::string_view object,
                                   std::initializer_list<std::string_view> names);

// All members of an object, each name as it is written between its quotes.
std::vector<RawMember> raw_members(std::string_view object);

// The items of an array, `count_max` of them at most; of anything else, none.
std::vector<std::string_view> raw_items(std::string_view array, std::size_t count_max);

// The value of that name, or null when there is none.
const std::string_view* find(const std::vector<RawMember>& members, std::string_view name);

}  // namespace daybook
