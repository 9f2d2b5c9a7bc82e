// Bytes that arrived and were not yet understood, in one flat block. consume() moves nothing, so
// that a read may be under way while the session parses; prepare() may move.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace daybook::net {

class InputBuffer {
 public:
  std::string_view bytes() const { return {block_.data() + begin_, end_ - begin_}; }
  std::size_t size() const { return end_ - begin_; }

  // Room for at least `count` more bytes.
  std::span<char> prepare(std::size_t count) {
    if (block_.size() - end_ < count) make_room(count);
    return {block_.data() + end_, block_.size() - end_};
  }

  void commit(std::size_t count) { end_ += count; }
  void consume(std::size_t count) { begin_ += count; }
  void clear() { begin_ = end_; }

 private:
  void make_room(std::size_t count) {
    const std::size_t kept = size();
    if (kept > 0) std::memmove(block_.data(), block_.data() + begin_, kept);
    begin_ = 0;
    end_ = kept;
    if (block_.size() - kept < count) block_.resize(kept + count);
  }

  std::vector<char> block_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace daybook::net
