// What a connection has yet to send: small writes gathered into one block, large ones and static
// assets kept as they are, all handed to the kernel in one gathered write.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>

namespace daybook::net {

class OutputQueue {
 public:
  void append(std::string_view bytes);         // Copied.
  void take(std::string bytes);                // Copied where small, else taken over.
  void append_static(std::string_view bytes);  // Never copied.

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  // Fills `pieces` with what comes first, and returns how many it filled.
  std::size_t gather(std::span<std::string_view> pieces) const;
  void consume(std::size_t count);
  void clear();

 private:
  struct Segment {
    std::string own;
    std::string_view borrowed;
    std::string_view bytes() const { return borrowed.empty() ? own : borrowed; }
  };

  std::string& tail();

  std::deque<Segment> segments_;
  std::size_t front_offset_ = 0;  // Of the first segment: what is sent already.
  std::size_t size_ = 0;
};

}  // namespace daybook::net
