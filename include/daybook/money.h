// Exact money. An amount that arrives is a Decimal, read from its text and never through a double;
// together with a Currency it becomes Money, counted in the currency's minor units.
//
//   auto amount = Decimal::parse("12.50");
//   auto money = Money::of(*amount, *Currency::parse("USD"));   // 1250 cents
//   money->text();                                              // "12.5"
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/result.h"

namespace daybook {

// coefficient / 10^decimals, in lowest terms: 12.50 and 12.5 are equal. At most 18 digits.
struct Decimal {
  std::int64_t coefficient = 0;
  std::uint8_t decimals = 0;

  // A number as JSON writes it. Refuses, with "not-a-number" or "number-too-long", all else.
  static std::expected<Decimal, Error> parse(std::string_view text);
  static Decimal of(std::int64_t coefficient, std::uint8_t decimals = 0);
  std::string text() const;  // "12.5", the shortest form
  bool is_positive() const { return coefficient > 0; }
  bool operator==(const Decimal&) const = default;
  std::strong_ordering operator<=>(const Decimal& other) const;  // by value
};

// An ISO 4217 currency: its code and how many decimals its amounts may have.
class Currency {
 public:
  Currency() = default;  // none

  // Three capital letters that ISO 4217 lists.
  static std::optional<Currency> parse(std::string_view code);

  std::string_view code() const { return {code_.data(), is_none() ? 0u : 3u}; }
  std::uint8_t decimals() const { return decimals_; }
  bool is_none() const { return code_[0] == 0; }
  bool operator==(const Currency&) const = default;

 private:
  std::array<char, 3> code_{};
  std::uint8_t decimals_ = 2;
};

struct Money {
  std::int64_t minor = 0;  // cents, or whatever the currency's smallest unit is
  Currency currency;

  // Refuses, with "too-many-decimals" or "amount-too-large", what the currency cannot express.
  static std::expected<Money, Error> of(Decimal amount, Currency currency);
  Decimal decimal() const { return Decimal::of(minor, currency.decimals()); }
  std::string text() const { return decimal().text(); }  // without the currency

  // Nothing when the sum does not fit. It is a bug to add two currencies.
  std::optional<Money> plus(Money other) const;
  std::optional<Money> minus(Money other) const;
  bool operator==(const Money&) const = default;
};

}  // namespace daybook
