// The digest of rows: the sum, modulo 2^128, of the XXH3-128 hash of each row.
//
//   row  = size of the table's name, 8 bytes | name | cell…
//   cell = 0 | 1, the integer, 8 bytes | 2, size of the text, 8 bytes | text     least byte first
#include <xxhash.h>

#include "daybook/read_store_rules.h"

namespace daybook {
namespace {

void put(std::string& to, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) to.push_back(static_cast<char>(number >> shift));
}

void put(std::string& to, const Cell& cell) {
  to.push_back(static_cast<char>(cell.index()));
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    put(to, static_cast<std::uint64_t>(*number));
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    put(to, text->size());
    to += *text;
  }
}

}  // namespace

void RowDigest::add(std::string_view table, const Row& row) {
  scratch_.clear();
  put(scratch_, table.size());
  scratch_ += table;
  for (const Cell& cell : row) put(scratch_, cell);
  const XXH128_hash_t hash = XXH3_128bits(scratch_.data(), scratch_.size());
  sum_[0] += hash.low64;
  sum_[1] += hash.high64 + (sum_[0] < hash.low64);
}

std::string RowDigest::text() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const std::uint64_t half : {sum_[1], sum_[0]}) {
    for (int shift = 60; shift >= 0; shift -= 4) hex.push_back(digits[half >> shift & 15]);
  }
  return hex;
}

}  // namespace daybook
