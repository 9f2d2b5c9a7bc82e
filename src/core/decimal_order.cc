// Numbers as text that sorts by its bytes. A number other than 0 is ±0.d₁d₂… · 10^e, d₁ not 0:
//
//   order    = "0" | "1" magnitude | "-" complement(magnitude) "~"
//   magnitude = size-of-e digits-of-e d₁d₂…         without zeros at the end
//   size-of-e = 'n' to 'z': e has 1 to 13 digits; 'm' down to 'a': likewise, and e is negative,
//               its digits complemented
//
// complement() turns the order round: digit d is 9 − d, and 'a' is 'z'. 12.5 is "1n2125".
#include <algorithm>

#include "daybook/read_store_rules.h"

namespace daybook {
namespace {

// Beyond it nothing is told apart: no program has such numbers.
constexpr std::int64_t exponent_max = 1'000'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

struct Number {
  bool negative = false;
  std::string_view whole;
  std::string_view decimals;
  std::int64_t exponent = 0;
};

bool read_exponent(std::string_view text, std::int64_t& exponent) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view digits = take_digits(text);
  for (const char digit : digits) {
    exponent = std::min(exponent * 10 + (digit - '0'), exponent_max);
  }
  if (negative) exponent = -exponent;
  return !digits.empty() && text.empty();
}

// As JSON writes numbers.
std::optional<Number> read_number(std::string_view text) {
  Number number;
  number.negative = text.starts_with('-');
  if (number.negative) text.remove_prefix(1);
  number.whole = take_digits(text);
  if (number.whole.empty() || (number.whole.size() > 1 && number.whole[0] == '0')) return {};
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    number.decimals = take_digits(text);
    if (number.decimals.empty()) return {};
  }
  if (text.empty()) return number;
  if (text[0] != 'e' && text[0] != 'E') return {};
  text.remove_prefix(1);
  return read_exponent(text, number.exponent) ? std::optional(number) : std::nullopt;
}

char complement(char c) {
  return is_digit(c) ? static_cast<char>('0' + ('9' - c)) : static_cast<char>('a' + ('z' - c));
}

void append_exponent(std::string& to, std::int64_t exponent) {
  exponent = std::clamp(exponent, -exponent_max, exponent_max);
  std::string digits = std::to_string(exponent < 0 ? -exponent : exponent);
  const char size = static_cast<char>(digits.size() - 1);
  if (exponent < 0) std::ranges::transform(digits, digits.begin(), complement);
  to.push_back(static_cast<char>(exponent < 0 ? 'm' - size : 'n' + size));
  to += digits;
}

}  // namespace

std::optional<std::string> decimal_order(std::string_view text) {
  const auto number = read_number(text);
  if (!number) return std::nullopt;
  std::string digits;
  digits.append(number->whole).append(number->decimals);
  const std::size_t zeros = digits.find_first_not_of('0');
  if (zeros == digits.npos) return "0";

  std::string order(1, number->negative ? '-' : '1');
  append_exponent(order, number->exponent + static_cast<std::int64_t>(number->whole.size()) -
                             static_cast<std::int64_t>(zeros));
  order.append(digits, zeros, digits.find_last_not_of('0') + 1 - zeros);
  if (number->negative) {
    std::transform(order.begin() + 1, order.end(), order.begin() + 1, complement);
    order.push_back('~');
  }
  return order;
}

}  // namespace daybook
