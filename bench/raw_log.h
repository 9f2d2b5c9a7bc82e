// The yardstick: what the simplest durable log does on this machine. One file, whatever is queued
// becomes one durable write, the streams' versions in a hash table; no index, no running hash, no
// segments, and nothing can be read by stream. A failure ends the program. For one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace daybook::bench {

struct Request {
  std::string_view stream, data, metadata;
  std::uint64_t expected = 0;
  std::chrono::steady_clock::time_point begun;
};

class RawLog {
 public:
  // append: write and fdatasync. direct: O_DIRECT|O_DSYNC into space that is there already, each
  // write padded to blocks; when the space is used up it begins again, as with recycled files.
  enum class Way : std::uint8_t { append, direct };

  RawLog(const std::string& path, Way way);
  RawLog(const RawLog&) = delete;
  RawLog& operator=(const RawLog&) = delete;
  ~RawLog();

  // All of them with one durable write.
  void append(const std::vector<Request*>& requests);

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  void encode(const Request& request);
  void write(int file, std::size_t bytes, std::uint64_t offset);
  void fill_with_zeros();

  const Way way_;
  int plain_ = -1, file_ = -1;
  std::unique_ptr<char, Free> buffer_;
  std::size_t used_ = 0;
  std::uint64_t offset_ = 0, position_ = 0;
  std::unordered_map<std::string, std::uint64_t> versions_;
};

}  // namespace daybook::bench
