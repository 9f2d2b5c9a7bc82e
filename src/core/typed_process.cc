#include "daybook/typed_process.h"

#include <algorithm>

namespace daybook {

const TypeSchema& sent_command(const Context& context, std::type_index type) {
  const auto own = std::ranges::find(context.commands, type, &TypeSchema::type);
  return own != context.commands.end() ? *own : entry_of(context.sends, type);
}

}  // namespace daybook
