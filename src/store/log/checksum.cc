#include "src/store/log/checksum.h"

#include <openssl/evp.h>

#include <array>

#include "daybook/result.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace daybook::log {
namespace {

using Table = std::array<std::uint32_t, 256>;

constexpr Table make_table() {
  Table table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x82f63b78u : crc >> 1;
    table[byte] = crc;
  }
  return table;
}

constexpr Table table = make_table();

std::uint32_t by_table(std::string_view bytes, std::uint32_t crc) {
  for (unsigned char byte : bytes) crc = crc >> 8 ^ table[(crc ^ byte) & 0xff];
  return crc;
}

#if defined(__x86_64__)
// One instruction takes eight bytes and three cycles, of which the next one must wait only when it
// is about the same sum: so long inputs are summed in three lanes at once. A lane's sum is then
// moved over the lanes behind it by a table, since the checksum is linear.
constexpr std::size_t lane_bytes = 128;
using ShiftTables = std::array<Table, 4>;

constexpr std::uint32_t append_zeros(std::uint32_t crc, std::size_t bytes) {
  for (; bytes > 0; --bytes) crc = crc >> 8 ^ table[crc & 0xff];
  return crc;
}

constexpr ShiftTables make_shift(std::size_t bytes) {
  ShiftTables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    for (std::uint32_t i = 0; i < 4; ++i) tables[i][byte] = append_zeros(byte << 8 * i, bytes);
  }
  return tables;
}

const ShiftTables over_one = make_shift(lane_bytes);
const ShiftTables over_two = make_shift(2 * lane_bytes);

std::uint32_t shift(const ShiftTables& tables, std::uint64_t crc) {
  return tables[0][crc & 0xff] ^ tables[1][crc >> 8 & 0xff] ^ tables[2][crc >> 16 & 0xff] ^
         tables[3][crc >> 24 & 0xff];
}

__attribute__((target("sse4.2"))) std::uint64_t in_lanes(std::string_view& bytes,
                                                         std::uint64_t crc) {
  while (bytes.size() >= 3 * lane_bytes) {
    const char* const at = bytes.data();
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (std::size_t i = 0; i < lane_bytes; i += 8) {
      crc = _mm_crc32_u64(crc, read_as<std::uint64_t>(at + i));
      second = _mm_crc32_u64(second, read_as<std::uint64_t>(at + lane_bytes + i));
      third = _mm_crc32_u64(third, read_as<std::uint64_t>(at + 2 * lane_bytes + i));
    }
    crc = shift(over_two, crc) ^ shift(over_one, second) ^ third;
    bytes.remove_prefix(3 * lane_bytes);
  }
  return crc;
}

__attribute__((target("sse4.2"))) std::uint32_t by_processor(std::string_view bytes,
                                                             std::uint32_t crc) {
  std::uint64_t wide = in_lanes(bytes, crc);
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) wide = _mm_crc32_u64(wide, read_as<std::uint64_t>(at));
  auto narrow = static_cast<std::uint32_t>(wide);
  for (; left > 0; --left, ++at) narrow = _mm_crc32_u8(narrow, static_cast<unsigned char>(*at));
  return narrow;
}

const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
#endif

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc) {
#if defined(__x86_64__)
  if (has_instruction) return ~by_processor(bytes, ~crc);
#endif
  return ~by_table(bytes, ~crc);
}

struct HashChain::Digest {
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

HashChain::HashChain() : digest_(std::make_unique<Digest>()) {
  require(digest_->algorithm != nullptr && digest_->context != nullptr, "SHA-256 is missing");
}

HashChain::~HashChain() {
  EVP_MD_CTX_free(digest_->context);
  EVP_MD_free(digest_->algorithm);
}

Hash HashChain::next(const Hash& previous, std::string_view bytes) {
  Hash hash;
  unsigned length = hash.size();
  EVP_MD_CTX* context = digest_->context;
  const bool done = EVP_DigestInit_ex(context, digest_->algorithm, nullptr) == 1 &&
                    EVP_DigestUpdate(context, previous.data(), previous.size()) == 1 &&
                    EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context, hash.data(), &length) == 1;
  require(done && length == hash.size(), "SHA-256 failed");
  return hash;
}

struct Sha256::Context {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  require(context_->context != nullptr &&
              EVP_DigestInit_ex(context_->context, EVP_sha256(), nullptr) == 1,
          "SHA-256 is missing");
}

Sha256::~Sha256() { EVP_MD_CTX_free(context_->context); }

void Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(context_->context, bytes.data(), bytes.size()) == 1, "SHA-256 failed");
}

Hash Sha256::finish() {
  Hash hash;
  unsigned length = hash.size();
  require(EVP_DigestFinal_ex(context_->context, hash.data(), &length) == 1, "SHA-256 failed");
  return hash;
}

}  // namespace daybook::log
