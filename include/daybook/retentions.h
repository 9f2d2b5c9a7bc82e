// For those who write a store: what is kept of each stream, and how an append changes that. See
// retention.h. Not safe for threads: the store guards it.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "daybook/append.h"
#include "daybook/retention.h"

namespace daybook {

class Retentions {
 public:
  bool empty() const { return by_stream_.empty(); }
  // Null: everything is kept of it.
  const Retention* find(std::string_view stream) const;
  Retention of(std::string_view stream) const;
  // The version that is told of a stream that ends at `version`: 0 if it counts as absent.
  Version shown(std::string_view stream, Version version) const;

  void set(std::string_view stream, const Retention& retention);
  // Takes what others say over what is here.
  void take(const Retentions& others);
  // A recorded event of the retention stream of `stream`. What no store lets in is passed over.
  void apply(std::string_view stream, Version version, std::string_view type,
             std::string_view data);

  auto begin() const { return by_stream_.begin(); }
  auto end() const { return by_stream_.end(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>()(name);
    }
  };
  std::unordered_map<std::string, Retention, Hash, std::equal_to<>> by_stream_;
};

// Before an append, of a stream by its name.
struct StreamsBefore {
  std::function<Version(std::string_view)> version;  // deleted or not
  std::function<Retention(std::string_view)> retention;
};

// What the append changes, its events taken in order; none for one that names no retention stream.
// Refusals: "invalid-retention" and "stream-tombstoned".
std::expected<Retentions, Error> decide_retention(const Append& append,
                                                  const StreamsBefore& before);

}  // namespace daybook
