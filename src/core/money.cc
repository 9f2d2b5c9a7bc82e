#include "daybook/money.h"

namespace daybook {
namespace {

// Eighteen digits, as a Decimal has: whatever is counted can be written and read again.
constexpr std::int64_t minor_max = 999'999'999'999'999'999;

Error too_many_decimals(Currency currency) {
  std::string detail(currency.is_none() ? "An amount" : currency.code());
  if (currency.decimals() == 0) {
    detail += " has no decimals";
  } else {
    detail += " has at most " + std::to_string(currency.decimals()) + " decimals";
  }
  return invalid("", "too-many-decimals", std::move(detail));
}

std::optional<Money> checked(std::int64_t minor, Currency currency) {
  if (minor > minor_max || minor < -minor_max) return std::nullopt;
  return Money{minor, currency};
}

}  // namespace

std::expected<Money, Error> Money::of(Decimal amount, Currency currency) {
  if (amount.decimals > currency.decimals()) {
    return std::unexpected(too_many_decimals(currency));
  }
  std::int64_t minor = amount.coefficient;
  bool fits = true;
  for (int i = amount.decimals; i < currency.decimals(); ++i) {
    fits = fits && !__builtin_mul_overflow(minor, 10, &minor);
  }
  const auto money = checked(minor, currency);
  if (!fits || !money) {
    return std::unexpected(invalid("", "amount-too-large", "The amount is too large"));
  }
  return *money;
}

std::optional<Money> Money::plus(Money other) const {
  require(currency == other.currency, "one currency in a sum");
  std::int64_t sum = 0;
  if (__builtin_add_overflow(minor, other.minor, &sum)) return std::nullopt;
  return checked(sum, currency);
}

std::optional<Money> Money::minus(Money other) const {
  require(currency == other.currency, "one currency in a difference");
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(minor, other.minor, &difference)) return std::nullopt;
  return checked(difference, currency);
}

}  // namespace daybook
