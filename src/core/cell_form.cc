#include "daybook/cell_form.h"

namespace daybook {

Error unreadable_cell() {
  return fault("unreadable-row", "A row of a read model holds what its column cannot");
}

bool CellForm<Decimal>::from_stored(const std::string& stored, Decimal& to) {
  const auto parsed = Decimal::parse(stored);
  if (parsed) to = *parsed;
  return parsed.has_value();
}

Cell money_amount_cell(const Money& from) { return Cell(from.text()); }

Cell money_currency_cell(const Money& from) {
  if (from.currency.is_none()) return {};
  return Cell(std::string(from.currency.code()));
}

std::expected<void, Error> load_money(const Cell& amount, const Cell& currency, Money& to) {
  Decimal decimal;
  if (auto done = CellForm<Decimal>::load(amount, decimal); !done) return done;
  Currency parsed;
  if (const auto* code = std::get_if<std::string>(&currency)) {
    const auto known = Currency::parse(*code);
    if (!known) return std::unexpected(unreadable_cell());
    parsed = *known;
  }
  const auto money = Money::of(decimal, parsed);
  if (!money) return std::unexpected(unreadable_cell());
  to = *money;
  return {};
}

}  // namespace daybook
