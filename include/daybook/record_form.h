// The form of a struct that is a member of others, alone or in a list: its own table of fields. In
// a read model it is one JSON cell.
//
//   const daybook::Record<Timeslot>& timeslot_record();   // record(field("title", …), …)
//
//   template <>
//   struct daybook::Form<calendar::Timeslot>
//       : daybook::RecordForm<calendar::Timeslot, calendar::timeslot_record> {};
#pragma once

#include <expected>
#include <utility>

#include "daybook/field.h"
#include "daybook/form.h"

namespace daybook {

template <class T, class... Fields>
Record<T> record(Field<T> first, Fields... rest) {
  Record<T> made;
  made.fields.push_back(std::move(first));
  (made.fields.push_back(std::move(rest)), ...);
  return made;
}

template <class T, const Record<T>& (*table)()>
struct RecordForm : FormOf<T, "object"> {
  static void describe(FieldShape& shape) {
    for (const Field<T>& field : table().fields) {
      shape.members.insert(shape.members.end(), field.shapes.begin(), field.shapes.end());
    }
  }
  static std::expected<void, Error> read(const Json& json, T& to) { return table().read(json, to); }
  static void write(JsonWriter& to, const T& from) { table().write(from, to); }
};

}  // namespace daybook
