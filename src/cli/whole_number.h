// Decimal digits and nothing else: CLI11 alone would read -1 as 2^64 - 1, and 010 as 8.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <string>

namespace daybook::cli {

inline CLI::Validator whole_number() {
  return CLI::Validator(
      [](std::string& text) {
        if (text.empty() || text.find_first_not_of("0123456789") != text.npos) {
          return "\"" + text + "\" must be a whole number";
        }
        const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size() - 1);
        text.erase(0, zeros);
        return std::string();
      },
      "");
}

}  // namespace daybook::cli
