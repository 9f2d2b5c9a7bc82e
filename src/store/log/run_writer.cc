// Writing index runs: a merge of sorted tables, streamed to the file section by section.

#include <algorithm>
#include <functional>
#include <utility>

#include "src/store/log/checksum.h"
#include "src/store/log/format.h"
#include "src/store/log/index_run.h"

namespace daybook::log {
namespace {

// Gathers bytes into large writes and keeps their checksum. The first failure stays.
class Sink {
 public:
  Sink(File& file, const std::function<bool()>& goes_on) : file_(file), goes_on_(goes_on) {}

  template <class T>
  void put(const T& value) {
    put_bytes({reinterpret_cast<const char*>(&value), sizeof value});
  }
  void put_bytes(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= 1 << 20) flush();
  }
  void pad() { buffer_.append((8 - (offset_ + buffer_.size()) % 8) % 8, '\0'); }
  void flush() {
    crc_ = crc32c(buffer_, crc_);
    if (result_) result_ = file_.write(offset_, buffer_);
    offset_ += buffer_.size();
    since_asked_ += buffer_.size();
    buffer_.clear();
    if (since_asked_ < asked_bytes || !goes_on_) return;
    since_asked_ = 0;
    if (result_ && !goes_on_()) result_ = std::unexpected(fault("io-error", "given up"));
  }
  // The checksum of what was put since the last call.
  std::uint32_t take_crc() {
    flush();
    return std::exchange(crc_, 0);
  }
  const std::expected<void, Error>& result() const { return result_; }

 private:
  static constexpr std::uint64_t asked_bytes = 16 << 20;

  File& file_;
  const std::function<bool()>& goes_on_;
  std::uint64_t since_asked_ = 0;
  std::string buffer_;
  std::uint64_t offset_ = sizeof(RunHeader);
  std::uint32_t crc_ = 0;
  std::expected<void, Error> result_;
};

// One list of the merged run: the entries of several views under the same key, oldest first.
template <class Entry>
struct Merged {
  struct From {
    const RunView* view;
    const Entry* entry;
  };
  std::vector<From> parts;
  std::uint64_t count = 0;
};

// Walks sorted tables together. Most keys are in one view only.
template <class Entry, class Key, class Each>
void merge(std::span<const RunView> views, std::span<const Entry> RunView::* table, Key key_of,
           Each each) {
  struct Left {
    const RunView* view;
    const Entry* next;
    const Entry* end;
  };
  std::vector<Left> left;
  for (const RunView& view : views) {
    const auto entries = view.*table;
    if (!entries.empty()) left.push_back({&view, entries.data(), entries.data() + entries.size()});
  }
  Merged<Entry> merged;
  while (!left.empty()) {
    std::uint64_t smallest = key_of(*left.front().next);
    for (const Left& one : left) smallest = std::min(smallest, key_of(*one.next));
    merged.parts.clear();
    merged.count = 0;
    bool is_empty = false;
    for (Left& one : left) {
      if (key_of(*one.next) != smallest) continue;
      merged.parts.push_back({one.view, one.next});
      merged.count += one.next->count;
      is_empty = ++one.next == one.end || is_empty;
    }
    each(merged);
    if (is_empty) std::erase_if(left, [](const Left& one) { return one.next == one.end; });
  }
}

class RunWriter {
 public:
  RunWriter(File& file, std::span<const RunView> views, const std::function<bool()>& goes_on)
      : views_(views), first_(views.front().first), sink_(file, goes_on) {}

  std::expected<RunHeader, Error> write(const Uuid& log_id) {
    RunHeader header{.format = run_format,
                     .log_id = log_id,
                     .first = first_.value,
                     .last = views_.back().last.value,
                     .first_stream = views_.front().first_stream};
    std::ranges::copy(run_magic, header.magic.begin());
    put_streams(header);
    put_names(header);
    header.streams_crc = sink_.take_crc();
    put_keys(header);
    put_positions();
    header.positions = start_;
    header.keys_crc = sink_.take_crc();
    const std::string_view bytes{reinterpret_cast<const char*>(&header), sizeof header};
    header.crc = crc32c(bytes.substr(16));
    if (!sink_.result()) return std::unexpected(sink_.result().error());
    return header;
  }

 private:
  static constexpr auto stream_key = [](const RunStream& stream) { return stream.number; };
  static constexpr auto key_key = [](const RunKey& key) { return key.key; };

  std::uint32_t shift(const RunView& view) const {
    return static_cast<std::uint32_t>(view.first.value - first_.value);
  }

  void put_streams(RunHeader& header) {
    merge<RunStream>(views_, &RunView::streams, stream_key, [&](const Merged<RunStream>& merged) {
      RunStream stream = *merged.parts.front().entry;
      const auto& newest = merged.parts.back();
      stream.start = start_;
      stream.count = static_cast<std::uint32_t>(merged.count);
      stream.last_delta = newest.entry->last_delta + shift(*newest.view);
      sink_.put(stream);
      start_ += stream.count;
      ++header.streams;
    });
  }

  void put_keys(RunHeader& header) {
    merge<RunKey>(views_, &RunView::keys, key_key, [&](const Merged<RunKey>& merged) {
      const auto& oldest = merged.parts.front();
      RunKey key{oldest.entry->key, start_, static_cast<std::uint32_t>(merged.count)};
      if (key.count == 1) key.start = oldest.entry->start + shift(*oldest.view);
      if (key.count > 1) start_ += key.count;
      sink_.put(key);
      ++header.keys;
    });
  }

  void put_positions() {
    auto put = [&](const auto& merged) {
      for (const auto& part : merged.parts) {
        for (std::uint32_t delta : part.view->list(*part.entry)) {
          sink_.put(delta + shift(*part.view));
        }
      }
    };
    merge<RunStream>(views_, &RunView::streams, stream_key, put);
    merge<RunKey>(views_, &RunView::keys, key_key, [&](const Merged<RunKey>& merged) {
      if (merged.count > 1) put(merged);
    });
    sink_.pad();
  }

  void put_names(RunHeader& header) {
    for (const RunView& view : views_) {
      for (std::uint32_t end : view.name_ends) {
        sink_.put(static_cast<std::uint32_t>(end + header.name_bytes));
      }
      header.names += view.name_ends.size();
      header.name_bytes += view.names.size();
    }
    sink_.pad();
    for (const RunView& view : views_) sink_.put_bytes(view.names);
    sink_.pad();
  }

  std::span<const RunView> views_;
  Position first_;
  Sink sink_;
  std::uint32_t start_ = 0;  // of the next list among the positions
};

}  // namespace

std::expected<void, Error> write_run(FileSystem& files, const Path& path, const Uuid& log_id,
                                     std::span<const RunView> views,
                                     const std::function<bool()>& goes_on) {
  Path temporary = path;
  temporary += ".tmp";
  {
    auto file = files.open(temporary, File::Mode::write);
    if (!file) return std::unexpected(file.error());
    if (auto done = (*file)->resize(0); !done) return done;
    auto header = RunWriter(**file, views, goes_on).write(log_id);
    if (!header) return std::unexpected(header.error());
    if (goes_on && !goes_on()) return std::unexpected(fault("io-error", "given up"));
    auto done = (*file)->write(0, {reinterpret_cast<const char*>(&*header), sizeof *header});
    if (done) done = (*file)->sync();
    if (!done) return done;
  }
  if (auto done = files.rename(temporary, path); !done) return done;
  return files.sync_directory(path.parent_path());
}

}  // namespace daybook::log
