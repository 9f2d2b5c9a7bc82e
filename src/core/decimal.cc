#include <algorithm>

#include "daybook/money.h"

namespace daybook {
namespace {

constexpr int digits_max = 18;

constexpr auto powers_of_ten = [] {
  std::array<std::int64_t, digits_max + 1> powers{1};
  for (int i = 1; i <= digits_max; ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Error not_a_number() { return invalid("", "not-a-number", "must be a number"); }
Error too_long() { return invalid("", "number-too-long", "must have at most 18 digits"); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits of a number up to its last that is not zero, as coefficient * 10^exponent.
struct Digits {
  std::int64_t coefficient = 0;
  int used = 0;               // digits of the coefficient
  std::int64_t zeros = 0;     // seen behind them, not yet counted in
  std::int64_t decimals = 0;  // all digits seen behind the point
  bool fits = true;

  void add(char digit) {
    if (digit == '0') {
      zeros += used > 0;
      return;
    }
    fits = fits && used + zeros + 1 <= digits_max;
    if (!fits) return;
    coefficient = coefficient * powers_of_ten[zeros + 1] + (digit - '0');
    used += static_cast<int>(zeros) + 1;
    zeros = 0;
  }
};

// Reads a run of digits; false when there is none.
bool read_digits(std::string_view& text, Digits& digits, bool behind_point) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = end - text.begin();
  for (char digit : text.substr(0, count)) digits.add(digit);
  if (behind_point) digits.decimals += count;
  text.remove_prefix(count);
  return count > 0;
}

// Reads what follows "e". An exponent so large that nothing depends on it any more stays there.
bool read_exponent(std::string_view& text, std::int64_t& exponent) {
  constexpr std::int64_t exponent_max = 1'000'000'000'000;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    exponent = std::min(exponent * 10 + (text.front() - '0'), exponent_max);
  }
  if (negative) exponent = -exponent;
  return text.empty();
}

std::expected<Decimal, Error> decimal_of(const Digits& digits, std::int64_t exponent) {
  if (digits.used == 0 && digits.fits) return Decimal{};
  exponent += digits.zeros - digits.decimals;
  if (!digits.fits || exponent > digits_max - digits.used || exponent < -digits_max) {
    return std::unexpected(too_long());
  }
  if (exponent >= 0) return Decimal{digits.coefficient * powers_of_ten[exponent], 0};
  return Decimal{digits.coefficient, static_cast<std::uint8_t>(-exponent)};
}

}  // namespace

std::expected<Decimal, Error> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const bool leads_with_zero = text.size() > 1 && text[0] == '0' && is_digit(text[1]);

  Digits digits;
  if (leads_with_zero || !read_digits(text, digits, false)) return std::unexpected(not_a_number());
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!read_digits(text, digits, true)) return std::unexpected(not_a_number());
  }
  std::int64_t exponent = 0;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (!read_exponent(text, exponent)) return std::unexpected(not_a_number());
  }
  if (!text.empty()) return std::unexpected(not_a_number());

  auto decimal = decimal_of(digits, exponent);
  if (decimal && negative) decimal->coefficient = -decimal->coefficient;
  return decimal;
}

Decimal Decimal::of(std::int64_t coefficient, std::uint8_t decimals) {
  while (decimals > 0 && coefficient % 10 == 0) {
    coefficient /= 10;
    --decimals;
  }
  return {coefficient, decimals};
}

std::string Decimal::text() const {
  const bool negative = coefficient < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(coefficient)
                                  : static_cast<std::uint64_t>(coefficient);
  std::string text = std::to_string(magnitude);
  if (decimals > 0) {
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
  }
  if (negative) text.insert(0, 1, '-');
  return text;
}

// 18 digits with up to 18 more zeros fit into 128 bits.
std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  __extension__ using Wide = __int128;
  const auto scaled = [](const Decimal& number, int more) {
    Wide wide = number.coefficient;
    for (; more > 0; --more) wide *= 10;
    return wide;
  };
  const int places = std::max(decimals, other.decimals);
  return scaled(*this, places - decimals) <=> scaled(other, places - other.decimals);
}

}  // namespace daybook
