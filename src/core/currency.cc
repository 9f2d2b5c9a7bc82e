#include "daybook/money.h"

namespace daybook {
namespace {

// The active codes of ISO 4217 by the decimals of their amounts. Codes without a minor unit (gold,
// drawing rights, "no currency") are left out: amounts in them cannot be counted. Codes may be
// added and never removed: the log goes on holding amounts in currencies that are gone.
constexpr std::string_view without_decimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

constexpr std::string_view with_two_decimals =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD "
    "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC "
    "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR "
    "ZMW ZWG";

constexpr std::string_view with_three_decimals = "BHD IQD JOD KWD LYD OMR TND";

constexpr std::string_view with_four_decimals = "CLF UYW";

constexpr std::size_t index_of(std::string_view code) {
  return (code[0] - 'A') * 676 + (code[1] - 'A') * 26 + (code[2] - 'A');
}

constexpr std::uint8_t unlisted = 0xFF;

constexpr auto decimals_by_code = [] {
  std::array<std::uint8_t, 26 * 26 * 26> table{};
  table.fill(unlisted);
  const auto enter = [&table](std::string_view codes, std::uint8_t decimals) {
    for (; !codes.empty(); codes.remove_prefix(codes.size() > 3 ? 4 : 3)) {
      table[index_of(codes)] = decimals;
    }
  };
  enter(without_decimals, 0);
  enter(with_two_decimals, 2);
  enter(with_three_decimals, 3);
  enter(with_four_decimals, 4);
  return table;
}();

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  for (char c : code) {
    if (c < 'A' || c > 'Z') return std::nullopt;
  }
  const std::uint8_t decimals = decimals_by_code[index_of(code)];
  if (decimals == unlisted) return std::nullopt;
  Currency currency;
  currency.code_ = {code[0], code[1], code[2]};
  currency.decimals_ = decimals;
  return currency;
}

}  // namespace daybook
