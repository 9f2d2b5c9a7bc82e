#include "daybook/stream.h"

#include "src/core/utf8.h"

namespace daybook {
namespace {

// What is wrong with the name, or null.
const char* fault_in(std::string_view text) {
  if (text.empty()) return "A stream's name must not be empty";
  if (text.size() > StreamId::bytes_max) return "A stream's name has at most 256 bytes";
  if (!is_utf8(text)) return "A stream's name must be UTF-8";
  if (has_control_characters(text)) return "A stream's name must not hold control characters";
  return nullptr;
}

}  // namespace

std::expected<StreamId, Error> StreamId::parse(std::string_view text) {
  if (const char* fault = fault_in(text)) {
    return std::unexpected(invalid("", "invalid-stream", fault));
  }
  return StreamId(std::string(text));
}

StreamId::StreamId(std::string_view category, std::string_view id) {
  text_.reserve(category.size() + 1 + id.size());
  text_.append(category).append("-").append(id);
  require(!category.empty() && category.find('-') == category.npos, "a category without a dash");
  require(fault_in(text_) == nullptr, "a valid stream name");
}

std::string_view StreamId::id() const {
  const std::size_t dash = text_.find('-');
  return dash == text_.npos ? std::string_view() : std::string_view(text_).substr(dash + 1);
}

}  // namespace daybook
