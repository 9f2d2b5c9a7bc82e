// The fields of a C++ type: how each of them looks in JSON, and in the rows of a read model.
// Immutable; safe from many threads.
//
//   field("reason", &AccountClosed::reason)
//   money("amount", "currency", &FundsDeposited::amount)
#pragma once

#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/cell_form.h"
#include "daybook/json.h"
#include "daybook/money.h"
#include "daybook/row.h"
#include "daybook/schema_forms.h"

namespace daybook {

template <class T>
struct Field {
  std::vector<FieldShape> shapes;
  std::function<std::expected<void, Error>(const Json& object, T& to)> read;
  std::function<void(const T& from, JsonWriter& to)> write;
  std::vector<Column> columns;  // in a read model: one for each of its cells
  std::function<void(const T& from, Row& to)> store;
  std::function<std::expected<void, Error>(std::span<const Cell> cells, T& to)> load;

  // For the API's document: field("total", &Order::total).with({.example = "99.90"}).
  Field with(FieldNotes notes) && {
    if (!shapes.empty()) shapes.front().notes = std::move(notes);
    return std::move(*this);
  }
};

// A member under a stored name. An optional member may be missing.
template <class T, class Member>
Field<T> field(std::string_view name, Member T::* member) {
  using F = Form<Member>;
  return {{shape_of<Member>(name)},
          [name = std::string(name), member](const Json& object, T& to) {
            return F::read_member(object, name, to.*member);
          },
          [name = std::string(name), member](const T& from, JsonWriter& to) {
            F::write_member(to, name, from.*member);
          },
          {Column{std::string(name), CellForm<Member>::type, CellForm<Member>::nullable}},
          [member](const T& from, Row& to) { to.push_back(CellForm<Member>::store(from.*member)); },
          [member](std::span<const Cell> cells, T& to) {
            return CellForm<Member>::load(cells[0], to.*member);
          }};
}

// Money as two members: an exact number and an ISO 4217 code.
template <class T>
Field<T> money(std::string_view amount, std::string_view currency, Money T::* member) {
  return {
      {FieldShape{std::string(amount), "number", "decimal", true},
       FieldShape{std::string(currency), "string", "currency", false}},
      [amount = std::string(amount), currency = std::string(currency), member](
          const Json& object, T& to) { return read_money(object, amount, currency, to.*member); },
      [amount = std::string(amount), currency = std::string(currency), member](
          const T& from, JsonWriter& to) { write_money(to, amount, currency, from.*member); },
      {Column{std::string(amount), ColumnType::decimal},
       Column{std::string(currency), ColumnType::text, true}},
      [member](const T& from, Row& to) {
        to.push_back(money_amount_cell(from.*member));
        to.push_back(money_currency_cell(from.*member));
      },
      [member](std::span<const Cell> cells, T& to) {
        return load_money(cells[0], cells[1], to.*member);
      }};
}

// An optional member that callers must give all the same: the rules refuse its absence in their own
// words. The API's document calls it required.
template <class T>
Field<T> needed(Field<T> field) {
  for (FieldShape& shape : field.shapes) shape.required = true;
  return field;
}

// A field that is kept in read models and shown to nobody: what a view needs to be folded further.
template <class T>
Field<T> hidden(Field<T> kept) {
  kept.shapes.clear();
  kept.read = [](const Json&, T&) { return std::expected<void, Error>(); };
  kept.write = [](const T&, JsonWriter&) {};
  for (Column& column : kept.columns) column.hidden = true;
  return kept;
}

// The table of one C++ type.
template <class T>
struct Record {
  std::vector<Field<T>> fields;

  std::expected<void, Error> read(const Json& json, T& to) const {
    if (!json.is(Json::Kind::object)) return std::unexpected(wrong_type("", "an object"));
    for (const auto& field : fields) {
      if (auto done = field.read(json, to); !done) return done;
    }
    return {};
  }

  void write(const T& from, JsonWriter& to) const {
    to.begin_object();
    for (const auto& field : fields) field.write(from, to);
    to.end_object();
  }

  Row store(const T& from) const {
    Row row;
    for (const auto& field : fields) field.store(from, row);
    return row;
  }

  // A row of other columns than these is the fault "unreadable-row".
  std::expected<void, Error> load(std::span<const Cell> row, T& to) const {
    for (const auto& field : fields) {
      const std::size_t count = field.columns.size();
      if (row.size() < count) return std::unexpected(unreadable_cell());
      if (auto done = field.load(row.first(count), to); !done) return done;
      row = row.subspan(count);
    }
    return {};
  }
};

}  // namespace daybook
