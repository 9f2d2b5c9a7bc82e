// CRC-32C finds accidents; the running SHA-256 finds alterations.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "src/store/log/format.h"

namespace daybook::log {

// CRC-32C (Castagnoli), by the processor where it can.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc = 0);

// SHA-256 of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view bytes);
  Hash finish();  // once

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// SHA-256(previous ‖ bytes). Not safe to use from two threads at once.
class HashChain {
 public:
  HashChain();
  ~HashChain();
  Hash next(const Hash& previous, std::string_view bytes);

 private:
  struct Digest;
  std::unique_ptr<Digest> digest_;
};

}  // namespace daybook::log
