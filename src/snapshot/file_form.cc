#include "src/snapshot/file_form.h"

#include <xxhash.h>

#include <bit>
#include <cstdint>
#include <cstring>

namespace daybook {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view magic("DBSNAP\0\1", 8);

template <class Number>
void put(std::string& to, Number number) {
  to.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Takes from the front; what is too short for a taking makes all later ones fail.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : left_(bytes) {}

  std::string_view take(std::size_t size) {
    is_good_ = is_good_ && size <= left_.size();
    if (!is_good_) return {};
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  template <class Number>
  Number number() {
    Number number{};
    const std::string_view taken = take(sizeof number);
    if (is_good_) std::memcpy(&number, taken.data(), sizeof number);
    return number;
  }
  bool is_at_end() const { return is_good_ && left_.empty(); }

 private:
  std::string_view left_;
  bool is_good_ = true;
};

}  // namespace

std::string to_file(std::string_view stream, std::string_view fingerprint,
                    const Snapshot& snapshot) {
  std::string bytes(magic);
  put(bytes, snapshot.version.value);
  put(bytes, snapshot.position.value);
  bytes.append(reinterpret_cast<const char*>(snapshot.event_id.bytes.data()),
               snapshot.event_id.bytes.size());
  for (const std::size_t size : {stream.size(), fingerprint.size(), snapshot.data.size()}) {
    put(bytes, static_cast<std::uint32_t>(size));
  }
  bytes.append(stream).append(fingerprint).append(snapshot.data);
  put(bytes, XXH3_64bits(bytes.data(), bytes.size()));
  return bytes;
}

std::optional<Snapshot> from_file(std::string_view bytes, std::string_view stream,
                                  std::string_view fingerprint) {
  constexpr std::size_t checksum_size = sizeof(std::uint64_t);
  if (bytes.size() < magic.size() + checksum_size) return std::nullopt;
  const std::string_view body = bytes.substr(0, bytes.size() - checksum_size);
  if (Cursor(bytes.substr(body.size())).number<std::uint64_t>() !=
      XXH3_64bits(body.data(), body.size())) {
    return std::nullopt;
  }
  Cursor cursor(body);
  if (cursor.take(magic.size()) != magic) return std::nullopt;
  Snapshot snapshot;
  snapshot.version.value = cursor.number<std::uint64_t>();
  snapshot.position.value = cursor.number<std::uint64_t>();
  const std::string_view id = cursor.take(snapshot.event_id.bytes.size());
  if (!id.empty()) std::memcpy(snapshot.event_id.bytes.data(), id.data(), id.size());
  const auto stream_size = cursor.number<std::uint32_t>();
  const auto fingerprint_size = cursor.number<std::uint32_t>();
  const auto data_size = cursor.number<std::uint32_t>();
  if (cursor.take(stream_size) != stream) return std::nullopt;
  if (cursor.take(fingerprint_size) != fingerprint) return std::nullopt;
  snapshot.data = cursor.take(data_size);
  if (!cursor.is_at_end()) return std::nullopt;
  return snapshot;
}

}  // namespace daybook
