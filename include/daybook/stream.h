// The name of a stream: "category-id". The category ends at the first dash; a name without a dash
// is a category of one stream. Names that begin with "$" belong to the system itself.
//
//   StreamId stream("account", "0193b0c4");   // account-0193b0c4
//   auto parsed = StreamId::parse("account-0193b0c4");
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "daybook/result.h"

namespace daybook {

// The part of a stream's name before its first dash.
constexpr std::string_view category_of(std::string_view stream) {
  return stream.substr(0, stream.find('-'));
}

// The part of it after the first dash, or empty.
constexpr std::string_view id_of(std::string_view stream) {
  const std::size_t dash = stream.find('-');
  return dash == stream.npos ? std::string_view() : stream.substr(dash + 1);
}

class StreamId {
 public:
  static constexpr std::size_t bytes_max = 256;

  // Refuses, with the code "invalid-stream": names that are empty, over 256 bytes, not UTF-8, or
  // hold control characters.
  static std::expected<StreamId, Error> parse(std::string_view text);

  // For names made by the program: it is a bug if they are not valid.
  StreamId(std::string_view category, std::string_view id);

  const std::string& text() const { return text_; }
  std::string_view category() const { return category_of(text_); }
  std::string_view id() const;
  bool is_system() const { return text_.front() == '$'; }
  auto operator<=>(const StreamId&) const = default;

 private:
  explicit StreamId(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace daybook
