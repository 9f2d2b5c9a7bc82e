// Events, before and after they are recorded.
//
// A NewEvent owns its bytes. A RecordedEvent is a view: it points into the page it was read with
// and is valid as long as that page lives. Pages are immutable and may be shared between threads.
//
//   auto page = store.read_stream({.stream = stream}, within(1s));
//   for (const RecordedEvent& event : page->events) std::cout << event.type << '\n';
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/position.h"
#include "daybook/uuid.h"

namespace daybook {

// What the data bytes are. JSON is validated when it is appended; no bytes are ever rewritten.
enum class ContentType : std::uint8_t { json = 0, bytes = 1 };

struct NewEvent {
  Uuid id;  // nil: the store makes one. Known to the stream already: the append is a repeat
  std::string type;  // 1 to 256 bytes of UTF-8 without control characters; so is each tag
  std::string data = "{}";
  std::string metadata = "{}";  // a JSON object: see trace.h
  std::vector<std::string> tags;
  std::uint32_t schema_version = 1;
  ContentType content_type = ContentType::json;
};

// Tags as they are stored: each a 16-bit little-endian length and that many bytes.
class TagList {
 public:
  class Iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(const char* at) : at_(at) {}
    std::string_view operator*() const { return {at_ + 2, size()}; }
    Iterator& operator++() { return at_ += 2 + size(), *this; }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    std::size_t size() const {
      return static_cast<unsigned char>(at_[0]) | static_cast<unsigned char>(at_[1]) << 8;
    }
    const char* at_ = nullptr;
  };

  TagList() = default;
  explicit TagList(std::string_view packed) : packed_(packed) {}
  static std::string pack(const std::vector<std::string>& tags);

  Iterator begin() const { return Iterator(packed_.data()); }
  Iterator end() const { return Iterator(packed_.data() + packed_.size()); }
  bool empty() const { return packed_.empty(); }
  bool contains(std::string_view tag) const;
  std::string_view packed() const { return packed_; }

 private:
  std::string_view packed_;
};

struct RecordedEvent {
  Uuid id;
  std::string_view type;
  std::string_view stream;
  Version version;
  Position position;
  Time recorded_at;  // never goes backwards within a log
  std::uint32_t schema_version = 1;
  ContentType content_type = ContentType::json;
  std::string_view data;      // exactly the bytes that were appended
  std::string_view metadata;  // likewise
  TagList tags;
};

// Some events, and what keeps their bytes.
struct EventPage {
  std::vector<RecordedEvent> events;
  // Where to go on reading: the last place looked at, which a filter may have left out.
  Position next_position;
  Version next_version;
  bool at_end = false;                // nothing more in this direction when the page was read
  std::shared_ptr<const void> bytes;  // shared by copies of the page, and with the store's cache
};

}  // namespace daybook
