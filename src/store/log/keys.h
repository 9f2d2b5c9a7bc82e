// By what an index can be asked: keys of 64 bits. Hashes may collide, so what is found under one is
// always compared with what was looked for.
#pragma once

#include <cstdint>
#include <string_view>

#include "daybook/uuid.h"

namespace daybook::log {

std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed = 0);

// Kept for ever in index runs, which are rebuilt when this changes.
enum class KeyKind : std::uint8_t { category = 1, type = 2, tag = 3, commit = 4, event_id = 5 };

std::uint64_t key_of(KeyKind kind, std::string_view text);

// An event id within its stream.
std::uint64_t key_of(std::uint32_t stream, const Uuid& id);

}  // namespace daybook::log
