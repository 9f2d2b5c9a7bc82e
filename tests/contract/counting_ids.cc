#include "daybook/testing.h"

namespace daybook::testing {

Uuid CountingIds::next() {
  std::uint64_t number = ++last_;
  Uuid id;
  id.bytes[6] = 0x70;  // version 7
  id.bytes[8] = 0x80;  // the variant of RFC 9562
  for (std::size_t i = 15; i > 8 && number > 0; --i, number >>= 8) {
    id.bytes[i] = static_cast<std::uint8_t>(number);
  }
  return id;
}

}  // namespace daybook::testing
