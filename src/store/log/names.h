// Many short names, kept in large chunks: a few bytes above their own length each. A name that was
// given stays where it is for the life of the arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace daybook::log {

class NameArena {
 public:
  void add(std::string_view name);
  std::string_view at(std::size_t index) const { return {names_[index], lengths_[index]}; }
  std::size_t size() const { return names_.size(); }

 private:
  static constexpr std::size_t chunk_bytes = 64 << 10;

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = chunk_bytes;  // of the last chunk
  std::vector<const char*> names_;
  std::vector<std::uint16_t> lengths_;
};

}  // namespace daybook::log
