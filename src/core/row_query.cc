// What a query of rows means, and its cursors.
//
//   cursor = hex(fingerprint of the query, 8 bytes | place)
//   place  = row number, 8 bytes | size of key, 4 bytes | key | 0: nothing, 1: integer, 2: text
//            | the integer, 8 bytes, or the text                    all least byte first
#include "daybook/row_query.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "daybook/read_store_rules.h"
#include "daybook/row_filter.h"

namespace daybook {
namespace {

template <class Number>
void put(std::string& to, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) {
    to.push_back(static_cast<char>(number >> (8 * i) & 0xff));
  }
}

void put(std::string& to, std::string_view text) {
  put(to, static_cast<std::uint32_t>(text.size()));
  to += text;
}

void put(std::string& to, const Cell& cell) {
  to.push_back(static_cast<char>(cell.index()));
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    put(to, static_cast<std::uint64_t>(*number));
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    put(to, std::string_view(*text));
  }
}

// Reads what put() wrote, from bytes that anybody may have made.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

  template <class Number>
  Number number() {
    Number number = 0;
    const std::string_view bytes = take(sizeof number);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      number |= static_cast<Number>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return number;
  }

  std::string text() { return std::string(take(number<std::uint32_t>())); }

  Cell cell() {
    switch (number<std::uint8_t>()) {
      case 0:
        return {};
      case 1:
        return static_cast<std::int64_t>(number<std::uint64_t>());
      case 2:
        return text();
      default:
        ok_ = false;
        return {};
    }
  }

 private:
  std::string_view take(std::size_t count) {
    ok_ = ok_ && count <= rest_.size();
    if (!ok_) return {};
    const std::string_view bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return bytes;
  }

  std::string_view rest_;
  bool ok_ = true;
};

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    hex.push_back(hex_digits[static_cast<unsigned char>(byte) >> 4]);
    hex.push_back(hex_digits[byte & 15]);
  }
  return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
  std::string bytes;
  if (hex.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const std::size_t high = hex_digits.find(hex[i]);
    const std::size_t low = hex_digits.find(hex[i + 1]);
    if (high == hex_digits.npos || low == hex_digits.npos) return std::nullopt;
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  return bytes;
}

std::uint64_t fingerprint(const RowQuery& query, std::uint64_t generation) {
  std::string bytes;
  put(bytes, std::string_view(query.table));
  put(bytes, std::string_view(query.order_by));
  put(bytes, static_cast<std::uint8_t>(query.descending));
  if (query.order_by.empty()) put(bytes, generation);
  for (const RowFilter& filter : query.where) {
    put(bytes, std::string_view(filter.column));
    put(bytes, static_cast<std::uint8_t>(filter.comparison));
    put(bytes, filter.value);
  }
  put(bytes, std::string_view(query.search));
  for (const std::string& column : query.search_in) put(bytes, std::string_view(column));
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::expected<std::size_t, Error> usable_column(const TableShape& shape, std::string_view name) {
  const std::size_t column = column_of(shape, name);
  if (column == no_column || shape.columns[column].hidden) {
    return std::unexpected(refuse(
        "unknown-column",
        "Table \"" + shape.name + "\" has no column \"" + std::string(name) + "\"", Blame::input));
  }
  if (shape.columns[column].type == ColumnType::json) {
    return std::unexpected(refuse(
        "unknown-column", "\"" + std::string(name) + "\" is JSON: neither filtered nor ordered",
        Blame::input));
  }
  return column;
}

// Whether the cell could stand in the column, or is nothing.
bool is_of(ColumnType type, const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return true;
  const auto* text = std::get_if<std::string>(&cell);
  if (type == ColumnType::decimal) return text != nullptr && decimal_order(*text).has_value();
  return (type == ColumnType::text) == (text != nullptr);
}

std::expected<void, Error> plan_search(const TableShape& shape, const RowQuery& query,
                                       QueryPlan& plan) {
  if (query.search.empty()) return {};
  plan.search = small_letters(query.search);
  for (const std::string& name : query.search_in) {
    const auto column = usable_column(shape, name);
    if (!column) return std::unexpected(column.error());
    if (shape.columns[*column].type != ColumnType::text) {
      return std::unexpected(refuse(
          "invalid-filter", "\"" + name + "\" is not text: it cannot be searched", Blame::input));
    }
    plan.search_in.push_back(*column);
  }
  return {};
}

bool is_found(const QueryPlan& plan, const Row& row) {
  return plan.search_in.empty() || std::ranges::any_of(plan.search_in, [&](std::size_t column) {
           const auto* text = std::get_if<std::string>(&row[column]);
           return text != nullptr && small_letters(*text).contains(plan.search);
         });
}

std::optional<RowPlace> place_of(const RowQuery& query, std::uint64_t generation) {
  const auto bytes = from_hex(query.cursor);
  if (!bytes) return std::nullopt;
  Taker taker(*bytes);
  const auto of_query = taker.number<std::uint64_t>();
  RowPlace place;
  place.number = taker.number<std::uint64_t>();
  place.key = taker.text();
  place.value = taker.cell();
  if (!taker.ok() || !taker.at_end() || of_query != fingerprint(query, generation)) return {};
  return place;
}

std::expected<void, Error> plan_cursor(const TableShape& shape, const RowQuery& query,
                                       std::uint64_t generation, QueryPlan& plan) {
  plan.after = place_of(query, generation);
  if (plan.after &&
      (plan.order == no_column || is_of(shape.columns[plan.order].type, plan.after->value))) {
    return {};
  }
  return std::unexpected(refuse("invalid-cursor",
                                "The cursor is not one of this query; begin anew without it",
                                Blame::input));
}

}  // namespace

std::expected<QueryPlan, Error> plan_query(const TableShape& shape, const RowQuery& query,
                                           std::uint64_t generation) {
  QueryPlan plan;
  for (const RowFilter& filter : query.where) {
    const auto column = usable_column(shape, filter.column);
    if (!column) return std::unexpected(column.error());
    if (!is_of(shape.columns[*column].type, filter.value)) {
      return std::unexpected(refuse(
          "invalid-filter", "\"" + filter.column + "\" is compared with a value of another type",
          Blame::input));
    }
    plan.where.push_back({*column, filter.comparison, filter.value});
  }
  if (auto done = plan_search(shape, query, plan); !done) return std::unexpected(done.error());
  if (!query.order_by.empty()) {
    const auto column = usable_column(shape, query.order_by);
    if (!column) return std::unexpected(column.error());
    plan.order = *column;
  }
  plan.descending = query.descending;
  plan.limit = std::clamp<std::size_t>(query.limit, 1, rows_max);
  if (!query.cursor.empty()) {
    if (auto placed = plan_cursor(shape, query, generation, plan); !placed) {
      return std::unexpected(placed.error());
    }
  }
  return plan;
}

std::string small_letters(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool passes(const TableShape& shape, const QueryPlan& plan, const Row& row) {
  return is_found(plan, row) &&
         std::ranges::all_of(plan.where, [&](const QueryPlan::Filter& filter) {
           return compares(shape.columns[filter.column].type, row[filter.column], filter.comparison,
                           filter.value);
         });
}

std::string cursor_at(const RowQuery& query, const RowPlace& place, std::uint64_t generation) {
  std::string bytes;
  put(bytes, fingerprint(query, generation));
  put(bytes, place.number);
  put(bytes, std::string_view(place.key));
  put(bytes, place.value);
  return to_hex(bytes);
}

}  // namespace daybook
