// How a C++ type is kept in a column of a read model. Types with a form in JSON (form.h) alone are
// kept as text if that is a JSON string, and as JSON text otherwise.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "daybook/row.h"
#include "daybook/schema_forms.h"

namespace daybook {

// A cell that does not hold what its column should: the fault "unreadable-row".
Error unreadable_cell();

template <class T>
struct CellForm {
  static constexpr bool is_text = std::string_view(Form<T>::type) == "string";
  static constexpr ColumnType type = is_text ? ColumnType::text : ColumnType::json;
  static constexpr bool nullable = false;

  static Cell store(const T& from) {
    std::string text;
    JsonWriter writer(text);
    Form<T>::write(writer, from);
    if constexpr (is_text) return Cell(parse_json(text)->text);
    return Cell(std::move(text));
  }
  static std::expected<void, Error> load(const Cell& cell, T& to) {
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) return std::unexpected(unreadable_cell());
    if constexpr (is_text)
      return Form<T>::read(Json{.kind = Json::Kind::string, .text = *text}, to);
    auto json = parse_json(*text);
    if (!json) return std::unexpected(unreadable_cell());
    return Form<T>::read(*json, to);
  }
};

// For types that one alternative of a cell holds: `Stored` is that alternative.
template <class T, ColumnType Type, class Stored>
struct PlainCell {
  static constexpr ColumnType type = Type;
  static constexpr bool nullable = false;

  static Cell store(const T& from) { return Cell(CellForm<T>::to_stored(from)); }
  static std::expected<void, Error> load(const Cell& cell, T& to) {
    const auto* stored = std::get_if<Stored>(&cell);
    if (stored == nullptr || !CellForm<T>::from_stored(*stored, to)) {
      return std::unexpected(unreadable_cell());
    }
    return {};
  }
};

template <>
struct CellForm<std::string> : PlainCell<std::string, ColumnType::text, std::string> {
  static const std::string& to_stored(const std::string& from) { return from; }
  static bool from_stored(const std::string& stored, std::string& to) { return to = stored, true; }
};

template <>
struct CellForm<bool> : PlainCell<bool, ColumnType::boolean, std::int64_t> {
  static std::int64_t to_stored(bool from) { return from ? 1 : 0; }
  static bool from_stored(std::int64_t stored, bool& to) { return to = stored != 0, true; }
};

template <>
struct CellForm<std::int64_t> : PlainCell<std::int64_t, ColumnType::integer, std::int64_t> {
  static std::int64_t to_stored(std::int64_t from) { return from; }
  static bool from_stored(std::int64_t stored, std::int64_t& to) { return to = stored, true; }
};

template <>
struct CellForm<Version> : PlainCell<Version, ColumnType::integer, std::int64_t> {
  static std::int64_t to_stored(Version from) { return static_cast<std::int64_t>(from.value); }
  static bool from_stored(std::int64_t stored, Version& to) {
    to.value = static_cast<std::uint64_t>(stored);
    return stored >= 0;
  }
};

template <>
struct CellForm<Decimal> : PlainCell<Decimal, ColumnType::decimal, std::string> {
  static std::string to_stored(Decimal from) { return from.text(); }
  static bool from_stored(const std::string& stored, Decimal& to);
};

template <>
struct CellForm<Time> : PlainCell<Time, ColumnType::time, std::int64_t> {
  static std::int64_t to_stored(Time from) { return from.time_since_epoch().count(); }
  static bool from_stored(std::int64_t stored, Time& to) {
    return to = Time(std::chrono::microseconds(stored)), true;
  }
};

// Nothing is an absent cell.
template <class T>
struct CellForm<std::optional<T>> {
  static constexpr ColumnType type = CellForm<T>::type;
  static constexpr bool nullable = true;

  static Cell store(const std::optional<T>& from) {
    return from ? CellForm<T>::store(*from) : Cell();
  }
  static std::expected<void, Error> load(const Cell& cell, std::optional<T>& to) {
    to.reset();
    if (std::holds_alternative<std::monostate>(cell)) return {};
    return CellForm<T>::load(cell, to.emplace());
  }
};

// Money as two cells: the amount, and the currency, which is absent when there is none.
Cell money_amount_cell(const Money& from);
Cell money_currency_cell(const Money& from);
std::expected<void, Error> load_money(const Cell& amount, const Cell& currency, Money& to);

}  // namespace daybook
