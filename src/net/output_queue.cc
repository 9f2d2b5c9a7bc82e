#include "src/net/output_queue.h"

#include <algorithm>
#include <utility>

namespace daybook::net {

namespace {

constexpr std::size_t gathered_bytes_max = 64 * 1024;  // Then the next block begins.
constexpr std::size_t copied_bytes_max = 8 * 1024;

}  // namespace

std::string& OutputQueue::tail() {
  if (segments_.empty() || !segments_.back().borrowed.empty() ||
      segments_.back().own.size() >= gathered_bytes_max) {
    segments_.emplace_back();
  }
  return segments_.back().own;
}

void OutputQueue::append(std::string_view bytes) {
  tail().append(bytes);
  size_ += bytes.size();
}

void OutputQueue::take(std::string bytes) {
  if (bytes.size() <= copied_bytes_max) return append(bytes);
  size_ += bytes.size();
  segments_.push_back({std::move(bytes), {}});
}

void OutputQueue::append_static(std::string_view bytes) {
  if (bytes.size() <= copied_bytes_max) return append(bytes);
  size_ += bytes.size();
  segments_.push_back({{}, bytes});
}

std::size_t OutputQueue::gather(std::span<std::string_view> pieces) const {
  std::size_t count = 0;
  for (const Segment& segment : segments_) {
    if (count == pieces.size()) break;
    std::string_view bytes = segment.bytes();
    if (count == 0) bytes.remove_prefix(front_offset_);
    pieces[count++] = bytes;
  }
  return count;
}

void OutputQueue::consume(std::size_t count) {
  size_ -= count;
  if (size_ == 0) return clear();
  while (count > 0) {
    const std::size_t left = segments_.front().bytes().size() - front_offset_;
    if (count < left) {
      front_offset_ += count;
      return;
    }
    count -= left;
    front_offset_ = 0;
    segments_.pop_front();
  }
}

void OutputQueue::clear() {
  // The usual answer is one small block: its memory serves the next one.
  const bool keep = segments_.size() == 1 && segments_.front().borrowed.empty() &&
                    segments_.front().own.capacity() <= gathered_bytes_max;
  if (keep) {
    segments_.front().own.clear();
  } else {
    segments_.clear();
  }
  front_offset_ = 0;
  size_ = 0;
}

}  // namespace daybook::net
