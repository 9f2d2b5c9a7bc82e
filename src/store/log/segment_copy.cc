#include "src/store/log/segment_copy.h"

#include <algorithm>

namespace daybook::log {
namespace {

constexpr std::size_t chunk_bytes = 1 << 20;

Error damaged(const Path& path, std::uint64_t offset, Position last, std::string_view what) {
  return fault("log-damaged", path.string() + ": at byte " + std::to_string(offset) +
                                  ", where event " + std::to_string(last.value + 1) +
                                  " should be: " + std::string(what) +
                                  "; run daybook verify, or daybook salvage");
}

bool has_same_bytes(const File& one, const File& other, std::uint64_t begin, std::uint64_t end) {
  std::string first(end - begin, '\0');
  std::string second(end - begin, '\0');
  auto got = one.read(begin, first);
  auto got_other = other.read(begin, second);
  return got && got_other && *got == first.size() && *got_other == second.size() && first == second;
}

}  // namespace

ChainState SourceSegment::before() const {
  return {{header.first_position - 1}, header.previous_hash, Time::min()};
}

ChainState SourceSegment::after() const { return {last(), footer->last_hash, footer->last_time}; }

std::expected<SourceSegment, Error> open_source(FileSystem& files, const Path& path) {
  auto file = files.open(path, File::Mode::read);
  if (!file) return std::unexpected(file.error());
  auto header = read_segment_header(**file);
  if (!header) return std::unexpected(header.error());
  auto footer = read_footer(**file);
  if (!footer) return std::unexpected(footer.error());
  return SourceSegment{std::move(*file), *header, std::move(*footer)};
}

std::expected<Cut, Error> find_cut(const SourceSegment& source, Position until) {
  Cut cut{.chain = source.before()};
  // A write that the log's process is making may look damaged: it does not when read again.
  for (int attempt = 0;; ++attempt) {
    SegmentScanner scanner(*source.file, cut.offset, cut.chain);
    while (auto record = scanner.next()) {
      if (record->last() > until) return cut;
      cut = {scanner.state(), scanner.offset()};
    }
    if (scanner.stop() == SegmentScanner::Stop::fault) return std::unexpected(scanner.error());
    const bool is_damaged = scanner.stop() == SegmentScanner::Stop::damaged;
    if (!is_damaged && (source.is_last || scanner.stop() == SegmentScanner::Stop::footer)) break;
    if (is_damaged && source.is_last && !scanner.find_write_after_damage()) break;
    if (attempt > 2) {
      return std::unexpected(damaged(source.file->path(), scanner.offset(), cut.chain.last,
                                     is_damaged ? scanner.reason() : "its footer is missing"));
    }
  }
  // What was read there is on that disk, too, before a copy of it is.
  if (auto done = source.file->sync(); !done) return std::unexpected(done.error());
  return cut;
}

Path SegmentCopy::temporary() const {
  Path path = target_;
  path += ".tmp";
  return path;
}

std::expected<std::uint64_t, Error> SegmentCopy::whole() {
  auto size = source_.file->size();
  if (!size) return size;
  auto done = copy(*size, *size);
  if (done) done = check(SegmentScanner::Stop::footer, source_.footer->offset, source_.after());
  if (done) done = give_name();
  if (!done) return std::unexpected(done.error());
  return *size;
}

std::expected<std::uint64_t, Error> SegmentCopy::up_to(const Cut& cut) {
  const std::uint64_t padded = round_up(cut.offset, block_bytes);
  auto done = copy(cut.offset, padded);
  if (done) done = check(SegmentScanner::Stop::end, padded, cut.chain);
  if (done) done = give_name();
  if (!done) return std::unexpected(done.error());
  return padded;
}

std::expected<void, Error> SegmentCopy::copy(std::uint64_t bytes, std::uint64_t padded) {
  auto target = files_.open(temporary(), File::Mode::write);
  if (!target) return std::unexpected(target.error());
  if (auto done = (*target)->resize(0); !done) return done;
  std::string chunk;
  for (std::uint64_t at = 0; at < bytes; at += chunk.size()) {
    chunk.resize(std::min<std::uint64_t>(chunk_bytes, bytes - at));
    auto got = source_.file->read(at, chunk);
    if (!got) return std::unexpected(got.error());
    if (*got != chunk.size()) {
      return std::unexpected(damaged(source_.file->path(), at, source_.before().last,
                                     "the file is shorter than it was"));
    }
    if (auto done = (*target)->write(at, chunk); !done) return done;
  }
  if (auto done = (*target)->resize(padded); !done) return done;
  if (auto done = (*target)->sync(); !done) return done;
  (*target)->forget(0, padded);  // so that it is read back from the disk
  return {};
}

std::expected<void, Error> SegmentCopy::check(SegmentScanner::Stop stop, std::uint64_t offset,
                                              const ChainState& end) {
  auto copied = files_.open(temporary(), File::Mode::read);
  if (!copied) return std::unexpected(copied.error());
  SegmentScanner scanner(**copied, block_bytes, source_.before());
  while (scanner.next()) {
  }
  if (scanner.stop() == SegmentScanner::Stop::fault) return std::unexpected(scanner.error());
  const bool is_right = scanner.stop() == stop &&
                        round_up(scanner.offset(), block_bytes) == offset &&
                        scanner.state().last == end.last && scanner.state().hash == end.hash;
  if (is_right) return {};
  // Whose fault it is: that of the source, or that of the copy.
  SegmentScanner again(*source_.file, block_bytes, source_.before());
  while (again.next()) {
  }
  if (again.offset() == scanner.offset()) {
    return std::unexpected(
        damaged(source_.file->path(), scanner.offset(), scanner.state().last, scanner.reason()));
  }
  return std::unexpected(fault("copy-damaged", temporary().string() + ": at byte " +
                                                   std::to_string(scanner.offset()) +
                                                   ": not what was written there"));
}

std::expected<void, Error> SegmentCopy::give_name() {
  if (auto done = files_.rename(temporary(), target_); !done) return done;
  return files_.sync_directory(target_.parent_path());
}

bool is_same_segment(FileSystem& files, const SourceSegment& source, const Path& target) {
  if (!files.exists(target)) return false;
  auto file = files.open(target, File::Mode::read);
  if (!file) return false;
  const auto size = source.file->size();
  const auto target_size = (*file)->size();
  return size && target_size && *size == *target_size &&
         has_same_bytes(*source.file, **file, 0, block_bytes) &&
         has_same_bytes(*source.file, **file, source.footer->offset, *size);
}

}  // namespace daybook::log
