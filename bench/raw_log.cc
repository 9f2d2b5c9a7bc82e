#include "bench/raw_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstring>

#include "src/store/log/checksum.h"

namespace daybook::bench {
namespace {

constexpr std::size_t block_bytes = 4'096;
constexpr std::size_t buffer_bytes = 8 << 20;
constexpr std::uint64_t recycled_bytes = 128 << 20;  // are filled once, and then used in turn

[[noreturn]] void fail(const std::string& what) {
  std::perror(("raw_log: " + what).c_str());
  std::exit(1);
}

// header stream metadata data, padded to 8 bytes
struct Header {
  std::uint32_t length, crc;
  std::uint64_t position, version;
  std::uint32_t data_bytes;
  std::uint16_t stream_bytes, metadata_bytes;
};

}  // namespace

RawLog::RawLog(const std::string& path, Way way) : way_(way) {
  plain_ = ::open(path.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644);
  file_ =
      way == Way::direct ? ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_DIRECT | O_DSYNC) : plain_;
  if (plain_ < 0 || file_ < 0) fail(path);
  buffer_.reset(static_cast<char*>(std::aligned_alloc(block_bytes, buffer_bytes)));
  if (way == Way::direct) fill_with_zeros();
}

RawLog::~RawLog() {
  if (file_ != plain_) ::close(file_);
  ::close(plain_);
}

void RawLog::append(const std::vector<Request*>& requests) {
  for (const Request* request : requests) encode(*request);
  if (way_ == Way::direct) {
    const std::size_t padded = (used_ + block_bytes - 1) / block_bytes * block_bytes;
    std::memset(buffer_.get() + used_, 0, padded - used_);
    used_ = padded;
    if (offset_ + used_ > recycled_bytes) offset_ = 0;
  }
  write(file_, used_, offset_);
  if (way_ == Way::append && ::fdatasync(file_) != 0) fail("fdatasync");
  offset_ += used_;
  used_ = 0;
}

void RawLog::encode(const Request& request) {
  std::uint64_t& version = versions_[std::string(request.stream)];
  if (version != request.expected) fail("a version is not the expected one");
  const std::size_t bytes =
      sizeof(Header) + request.stream.size() + request.metadata.size() + request.data.size();
  const std::size_t length = (bytes + 7) / 8 * 8;
  if (used_ + length + block_bytes > buffer_bytes) fail("a write is too long");
  char* const begin = buffer_.get() + used_;
  const Header header{static_cast<std::uint32_t>(length),
                      0,
                      ++position_,
                      ++version,
                      static_cast<std::uint32_t>(request.data.size()),
                      static_cast<std::uint16_t>(request.stream.size()),
                      static_cast<std::uint16_t>(request.metadata.size())};
  std::memcpy(begin, &header, sizeof header);
  char* at = begin + sizeof header;
  for (const std::string_view part : {request.stream, request.metadata, request.data}) {
    std::memcpy(at, part.data(), part.size());
    at += part.size();
  }
  std::memset(at, 0, length - bytes);
  const std::uint32_t crc = log::crc32c({begin + 8, length - 8});
  std::memcpy(begin + offsetof(Header, crc), &crc, sizeof crc);
  used_ += length;
}

void RawLog::write(int file, std::size_t bytes, std::uint64_t offset) {
  const char* from = buffer_.get();
  while (bytes > 0) {
    const ssize_t written = ::pwrite(file, from, bytes, static_cast<off_t>(offset));
    if (written <= 0) fail("write");
    from += written;
    offset += static_cast<std::uint64_t>(written);
    bytes -= static_cast<std::size_t>(written);
  }
}

void RawLog::fill_with_zeros() {
  std::memset(buffer_.get(), 0, buffer_bytes);
  for (std::uint64_t at = 0; at < recycled_bytes; at += buffer_bytes) {
    write(plain_, buffer_bytes, at);
  }
  if (::fdatasync(plain_) != 0) fail("fdatasync");
}

}  // namespace daybook::bench
