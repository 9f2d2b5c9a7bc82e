// Decimal digits and nothing else: CLI11 alone would read -1 as 2^64 - 1, and 010 as 8.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

namespace daybook::cli {

inline CLI::Validator whole_number() {
  return CLI::Validator(
      [](std::string& text) {
        std::uint64_t value = 0;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || rest != text.data() + text.size()) {
          return "\"" + text + "\" must be a whole number below 2^64";
        }
        text = std::to_string(value);
        return std::string();
      },
      "");
}

}  // namespace daybook::cli
