#include "src/store/log/keys.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>

namespace daybook::log {

std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::uint64_t key_of(KeyKind kind, std::string_view text) {
  return hash_of(text, static_cast<std::uint64_t>(kind));
}

std::uint64_t key_of(std::uint32_t stream, const Uuid& id) {
  char bytes[20];
  std::memcpy(bytes, &stream, 4);
  std::memcpy(bytes + 4, id.bytes.data(), 16);
  return hash_of({bytes, sizeof bytes}, static_cast<std::uint64_t>(KeyKind::event_id));
}

}  // namespace daybook::log
