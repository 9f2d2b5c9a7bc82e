#include "src/store/log/segment_writer.h"

#include <algorithm>
#include <string>

namespace daybook::log {
namespace {

constexpr std::uint64_t ahead_min = 1 << 20;
constexpr std::uint64_t ahead_max = 16 << 20;
constexpr std::uint64_t chunk_bytes = 1 << 20;
constexpr std::uint64_t ahead_of_caller = 2 * block_bytes;

bool is_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char byte) { return byte == 0; });
}

// Overwrites with zeros whatever is not zero from `from` to the end of the file.
std::expected<void, Error> clear(File& file, std::uint64_t from, std::uint64_t size) {
  bool dirty = false;
  for (std::string chunk; from < size; from += chunk.size()) {
    chunk.assign(std::min(chunk_bytes, size - from), '\0');
    auto got = file.read(from, chunk);
    if (!got) return std::unexpected(got.error());
    if (is_zero(chunk)) continue;
    chunk.assign(chunk.size(), '\0');
    if (auto done = file.write(from, chunk); !done) return done;
    dirty = true;
  }
  return dirty ? file.sync() : std::expected<void, Error>{};
}

}  // namespace

std::expected<std::unique_ptr<SegmentWriter>, Error> SegmentWriter::create(
    FileSystem& files, Work work, const Path& path, const SegmentHeader& header) {
  if (auto done = replace_file(files, path, encode_segment_header(header)); !done) {
    return std::unexpected(done.error());
  }
  return open(files, work, path, block_bytes);
}

std::expected<std::unique_ptr<SegmentWriter>, Error> SegmentWriter::resume(FileSystem& files,
                                                                           Work work,
                                                                           const Path& path,
                                                                           std::uint64_t end) {
  return open(files, work, path, end);
}

std::expected<std::unique_ptr<SegmentWriter>, Error> SegmentWriter::open(FileSystem& files,
                                                                         Work work,
                                                                         const Path& path,
                                                                         std::uint64_t end) {
  auto plain = files.open(path, File::Mode::write);
  if (!plain) return std::unexpected(plain.error());
  auto size = (*plain)->size();
  if (!size) return std::unexpected(size.error());
  const std::uint64_t begin = round_up(end, block_bytes);
  const std::uint64_t whole = std::max(begin, round_up(*size, block_bytes));
  if (*size < whole) {
    if (auto done = (*plain)->resize(whole); !done) return std::unexpected(done.error());
    if (auto done = (*plain)->sync(); !done) return std::unexpected(done.error());
  }
  if (auto done = clear(**plain, end, whole); !done) return std::unexpected(done.error());
  auto durable = files.open(path, File::Mode::durable);
  if (!durable) return std::unexpected(durable.error());
  return std::unique_ptr<SegmentWriter>(  // its constructor is private
      new SegmentWriter(work, std::move(*durable), std::move(*plain), begin, whole));
}

SegmentWriter::SegmentWriter(Work work, std::unique_ptr<File> durable, std::unique_ptr<File> plain,
                             std::uint64_t end, std::uint64_t zeroed)
    : durable_(std::move(durable)),
      plain_(std::move(plain)),
      end_(end),
      ahead_(ahead_min),
      wanted_(zeroed),
      zeroed_(zeroed) {
  if (work == Work::caller) return;
  preparer_ = std::jthread([this](std::stop_token stop) { prepare(stop); });
  ask_for(end_ + ahead_);
}

SegmentWriter::~SegmentWriter() { stop_preparing(); }

void SegmentWriter::stop_preparing() {
  preparer_.request_stop();
  if (preparer_.joinable()) preparer_.join();
}

void SegmentWriter::ask_for(std::uint64_t end) {
  {
    std::lock_guard lock(mutex_);
    if (end <= wanted_ && failure_) return;
    wanted_ = std::max(wanted_, end);
    failure_ = {};
  }
  changed_.notify_all();
}

std::expected<void, Error> SegmentWriter::reserve(std::uint64_t bytes) {
  const std::uint64_t needed = end_ + bytes;
  if (!preparer_.joinable()) return prepare_now(needed);
  {
    std::lock_guard lock(mutex_);
    if (needed + ahead_ / 2 <= zeroed_) return {};
    if (needed <= zeroed_ && wanted_ > zeroed_) return {};  // more is on its way
    if (needed > zeroed_) ahead_ = std::min(ahead_ * 2, ahead_max);
  }
  ask_for(needed + ahead_);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return needed <= zeroed_ || !failure_; });
  if (needed <= zeroed_) return {};
  wanted_ = zeroed_;  // the next caller tries again
  return failure_;
}

std::expected<void, Error> SegmentWriter::prepare_now(std::uint64_t needed) {
  if (needed <= zeroed_) return {};
  const std::uint64_t to = round_up(needed, block_bytes) + ahead_of_caller;
  auto done = write_zeros(zeroed_, to);
  if (done) zeroed_ = to;
  return done;
}

void SegmentWriter::prepare(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return wanted_ > zeroed_ && failure_.has_value(); })) {
    if (stop.stop_requested()) return;
    const std::uint64_t from = zeroed_;
    const std::uint64_t to = std::min(round_up(wanted_, block_bytes), from + 4 * chunk_bytes);
    lock.unlock();
    auto done = write_zeros(from, to);
    lock.lock();
    if (done) {
      zeroed_ = to;
    } else {
      failure_ = done;
      wanted_ = zeroed_;
    }
    changed_.notify_all();
  }
}

std::expected<void, Error> SegmentWriter::write_zeros(std::uint64_t from, std::uint64_t to) {
  static const std::string zeros(chunk_bytes, '\0');
  for (std::uint64_t at = from; at < to; at += chunk_bytes) {
    const auto bytes = std::string_view(zeros).substr(0, std::min(chunk_bytes, to - at));
    if (auto done = plain_->write(at, bytes); !done) return done;
  }
  if (auto done = plain_->sync(); !done) return done;
  // The zeros will be written over past the page cache: it need not keep them.
  plain_->forget(from, to - from);
  return {};
}

std::expected<void, Error> SegmentWriter::write(std::string_view aligned) {
  if (auto done = durable_->write(end_, aligned); !done) return done;
  end_ += aligned.size();
  return {};
}

std::expected<void, Error> SegmentWriter::seal(const Footer& footer,
                                               std::span<const Place> places) {
  const std::string bytes = encode_footer(footer, places);
  AlignedBytes aligned(bytes.size());
  std::ranges::copy(bytes, aligned.data());
  if (auto done = reserve(bytes.size()); !done) return done;
  if (auto done = write({aligned.data(), bytes.size()}); !done) return done;
  stop_preparing();
  if (auto done = plain_->resize(end_); !done) return done;
  return plain_->sync();
}

}  // namespace daybook::log
