// Which keys of a projection have dead letters, so that later events of these keys wait behind
// them. Keys are held as hashes: two that share one would wait for each other, which harms nobody.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daybook/read_store.h"

namespace daybook {

class ParkedKeys {
 public:
  ParkedKeys() = default;
  explicit ParkedKeys(const std::vector<DeadLetter>& letters) {
    for (const DeadLetter& letter : letters) add(letter.key);
  }

  bool contains(std::string_view key) const {
    return !letters_.empty() && letters_.contains(hash(key));
  }
  void add(std::string_view key) {
    ++letters_[hash(key)];
    ++count_;
  }
  void remove(std::string_view key) {
    const auto found = letters_.find(hash(key));
    if (found == letters_.end()) return;
    --count_;
    if (--found->second == 0) letters_.erase(found);
  }

  std::uint64_t letters() const { return count_; }

 private:
  static std::size_t hash(std::string_view key) { return std::hash<std::string_view>()(key); }

  std::unordered_map<std::size_t, std::uint32_t> letters_;  // how many, by the key's hash
  std::uint64_t count_ = 0;
};

}  // namespace daybook
