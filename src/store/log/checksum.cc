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
__attribute__((target("sse4.2"))) std::uint32_t by_processor(std::string_view bytes,
                                                             std::uint32_t crc) {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t wide = crc;
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
