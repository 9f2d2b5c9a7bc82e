// A hash map from 64-bit keys to small values: open addressing in one array, nothing is ever
// removed. Several times as fast as std::unordered_map, and 8 + sizeof(Value) bytes a slot. Keys
// should be hashes or small numbers. Not safe to use from two threads while one of them inserts.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace daybook::log {

template <class Value>
class FlatMap {
 public:
  // The value of the key, or null.
  const Value* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place(key)];
    return slot.used ? &slot.value : nullptr;
  }

  // The value of the key, made if it is missing; `is_new` tells.
  Value& at(std::uint64_t key, bool& is_new) {
    if (count_ * 4 >= slots_.size() * 3) grow();
    Slot& slot = slots_[place(key)];
    is_new = !slot.used;
    if (is_new) {
      slot.key = key;
      slot.used = true;
      ++count_;
    }
    return slot.value;
  }

  std::size_t size() const { return count_; }
  // Room for so many, when it is empty.
  void reserve(std::size_t count) {
    if (count_ == 0) slots_.assign(std::bit_ceil(std::max<std::size_t>(64, count * 4 / 3 + 1)), {});
  }

  template <class Function>
  void each(Function function) const {
    for (const Slot& slot : slots_) {
      if (slot.used) function(slot.key, slot.value);
    }
  }

  void clear() {
    slots_.clear();
    count_ = 0;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    Value value{};
    bool used = false;
  };

  // Where the key is, or would be put.
  std::size_t place(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * 0x9e3779b97f4a7c15u) >> 32 & mask;
    while (slots_[at].used && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.used) slots_[place(slot.key)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace daybook::log
