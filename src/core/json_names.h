// The member names of the JSON objects that are open while a document is read, to find the ones
// that occur twice. For one document, on one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

namespace daybook {

class JsonNames {
 public:
  explicit JsonNames(std::pmr::memory_resource* memory) : objects_(memory), names_(memory) {
    objects_.reserve(8);
    names_.reserve(16);
  }

  void open() { objects_.push_back({names_.size(), 0}); }

  // The names must live until their object is closed. False: this name was there before. In a large
  // object that may come to light only when it is closed.
  bool add(std::string_view name) {
    Object& object = objects_.back();
    const std::uint64_t bit = std::uint64_t{1} << fingerprint(name);
    const bool maybe_known = (object.fingerprints & bit) != 0;
    const auto own = std::span(names_).subspan(object.begin);
    if (maybe_known && own.size() <= few && std::ranges::find(own, name) != own.end()) return false;
    object.fingerprints |= bit;
    names_.push_back(name);
    return true;
  }

  // False: a name occurs twice.
  bool close() {
    const auto own = std::span(names_).subspan(objects_.back().begin);
    bool unique = true;
    if (own.size() > few) {
      std::ranges::sort(own);
      unique = std::ranges::adjacent_find(own) == own.end();
    }
    names_.resize(objects_.back().begin);
    objects_.pop_back();
    return unique;
  }

 private:
  // Up to here a new name is compared with each before it; beyond, the names are sorted at the end.
  static constexpr std::size_t few = 32;

  struct Object {
    std::size_t begin;           // of its names
    std::uint64_t fingerprints;  // a bit for each name: most new names need no comparison
  };

  static unsigned fingerprint(std::string_view name) {
    if (name.empty()) return 0;
    const auto at = [name](std::size_t i) { return static_cast<unsigned char>(name[i]); };
    return (name.size() * 7 + at(0) * 5 + at(name.size() / 2) * 3 + at(name.size() - 1)) & 63;
  }

  std::pmr::vector<Object> objects_;
  std::pmr::vector<std::string_view> names_;
};

}  // namespace daybook
