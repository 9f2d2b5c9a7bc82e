#include "src/store/log/segment_rewrite.h"

#include <string>
#include <utility>
#include <vector>

#include "src/store/log/removed_event.h"
#include "src/store/log/scanner.h"

namespace daybook::log {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;
// After so many bytes the next durable write begins at a block again, to be found behind damage.
constexpr std::uint64_t stretch_bytes = 64 << 10;

// Gathers bytes into large writes, and digests them.
class Sink {
 public:
  explicit Sink(File& file) : file_(file) {}

  std::uint64_t offset() const { return written_ + buffer_.size(); }
  void put(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= buffer_bytes) flush();
  }
  void pad(std::uint64_t to) { buffer_.append(round_up(offset(), to) - offset(), '\0'); }
  std::expected<void, Error> finish() {
    flush();
    return std::exchange(result_, {});
  }
  Hash digest() { return digest_.finish(); }

 private:
  void flush() {
    digest_.add(buffer_);
    if (result_) result_ = file_.write(written_, buffer_);
    written_ += buffer_.size();
    buffer_.clear();
  }

  File& file_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  Sha256 digest_;
  std::expected<void, Error> result_;
};

class Rewrite {
 public:
  Rewrite(const Segment& segment, const File& source, const SegmentHeader& header,
          const Hidden& hidden)
      : segment_(segment), source_(source), header_(header), hidden_(hidden) {}

  // How many events there are to remove.
  std::expected<std::uint64_t, Error> count(const std::stop_token& stop) {
    std::uint64_t found = 0;
    auto done = each_record([&](const RecordView& record) {
      found += count_in(record);
      return !stop.stop_requested();
    });
    if (!done) return std::unexpected(done.error());
    return stop.stop_requested() ? 0 : found;
  }

  std::expected<RewrittenSegment, Error> write(File& target) {
    Sink sink(target);
    std::string block(block_bytes, '\0');
    if (auto got = source_.read(0, block); !got) return std::unexpected(got.error());
    sink.put(block);
    RewrittenSegment result;
    auto done = each_record([&](const RecordView& record) {
      put(record, sink, result.events_removed);
      return true;
    });
    if (!done) return std::unexpected(done.error());
    sink.pad(block_bytes);
    result.footer = {.events = places_.size(),
                     .last_time = done->time,
                     .last_hash = done->hash,
                     .offset = sink.offset()};
    sink.put(encode_footer(result.footer, places_));
    if (auto written = sink.finish(); !written) return std::unexpected(written.error());
    auto size = source_.size();
    if (!size) return std::unexpected(size.error());
    result.bytes_freed = *size > sink.offset() ? *size - sink.offset() : 0;
    result.digest = sink.digest();
    if (auto synced = target.sync(); !synced) return std::unexpected(synced.error());
    return result;
  }

 private:
  // Until `each` says false. Gives where the chain is after the last one.
  std::expected<ChainState, Error> each_record(const std::function<bool(const RecordView&)>& each) {
    SegmentScanner scanner(source_, block_bytes,
                           {{header_.first_position - 1}, header_.previous_hash, Time::min()});
    while (auto record = scanner.next()) {
      if (!each(*record)) return scanner.state();
    }
    if (scanner.stop() == SegmentScanner::Stop::fault) return std::unexpected(scanner.error());
    if (scanner.stop() == SegmentScanner::Stop::footer && scanner.state().last == segment_.last()) {
      return scanner.state();
    }
    return std::unexpected(fault("log-damaged", segment_.path().string() + ": at byte " +
                                                    std::to_string(scanner.offset()) + ": " +
                                                    scanner.reason()));
  }

  bool is_hidden(const RecordedEvent& event) {
    if (event.stream != stream_) {
      stream_ = event.stream;
      hidden_version_ = hidden_(event.stream);
    }
    return !is_removed(event) && event.version <= hidden_version_;
  }

  std::uint64_t count_in(const RecordView& record) {
    std::uint64_t found = 0;
    RecordView::Events events(record);
    for (RecordedEvent event; events.next(event);) found += is_hidden(event) ? 1 : 0;
    return found;
  }

  void put(const RecordView& record, Sink& sink, std::uint64_t& removed) {
    const std::uint64_t found = count_in(record);
    const bool begins_write = record.header().flags & flag_begins_write;
    if (begins_write && sink.offset() - stretch_begin_ >= stretch_bytes) {
      sink.pad(block_bytes);
      stretch_begin_ = sink.offset();
    }
    if (found == 0) {
      add_places(places_, record, sink.offset());
      return sink.put(record.bytes());
    }
    removed += found;
    const std::string bytes =
        without_events(record, [this](const RecordedEvent& event) { return is_hidden(event); });
    const auto rewritten = RecordView::parse(bytes);
    require(rewritten.has_value(), "a rewritten record is sound");
    add_places(places_, *rewritten, sink.offset());
    sink.put(bytes);
  }

  const Segment& segment_;
  const File& source_;
  const SegmentHeader& header_;
  const Hidden& hidden_;
  std::string stream_;  // the one asked for last
  Version hidden_version_;
  std::uint64_t stretch_begin_ = block_bytes;
  std::vector<Place> places_;
};

}  // namespace

std::expected<std::optional<RewrittenSegment>, Error> rewrite_segment(FileSystem& files,
                                                                      const Segment& segment,
                                                                      const Hidden& hidden,
                                                                      const std::stop_token& stop) {
  auto source = segment.file();
  if (!source) return std::unexpected(source.error());
  auto header = read_segment_header(**source);
  if (!header) return std::unexpected(header.error());
  Rewrite rewrite(segment, **source, *header, hidden);
  auto found = rewrite.count(stop);
  if (!found) return std::unexpected(found.error());
  if (*found == 0) return std::nullopt;
  Path temporary = segment.path();
  temporary += scavenged_suffix;
  auto target = files.open(temporary, File::Mode::write);
  if (!target) return std::unexpected(target.error());
  if (auto done = (*target)->resize(0); !done) return std::unexpected(done.error());
  auto written = rewrite.write(**target);
  if (!written) {
    (void)files.remove(temporary);
    return std::unexpected(written.error());
  }
  written->temporary = std::move(temporary);
  return *written;
}

std::expected<Hash, Error> digest_of(const File& file) {
  Sha256 digest;
  std::string buffer(buffer_bytes, '\0');
  for (std::uint64_t at = 0;;) {
    auto got = file.read(at, buffer);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return digest.finish();
    digest.add(std::string_view(buffer).substr(0, *got));
    at += *got;
  }
}

}  // namespace daybook::log
