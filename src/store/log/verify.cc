// `daybook verify`: reads the whole log and says what is wrong with it, and where.

#include <algorithm>
#include <utility>

#include "daybook/stores.h"
#include "src/store/log/index_check.h"
#include "src/store/log/recovery.h"
#include "src/store/log/scanner.h"
#include "src/store/log/scavenge_check.h"
#include "src/store/log/segment.h"
#include "src/store/log/unfinished.h"

namespace daybook::log {
namespace {

class Verification {
 public:
  using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

  Verification(FileSystem& files, Path directory, Progress progress, std::stop_token stop)
      : files_(files),
        directory_(std::move(directory)),
        progress_(std::move(progress)),
        stop_(std::move(stop)) {}

  std::expected<LogReport, Error> run() {
    auto paths = list_segments(files_, directory_);
    if (!paths) return std::unexpected(paths.error());
    if (paths->empty()) {
      return std::unexpected(fault("no-such-log", directory_.string() + " holds no log"));
    }
    for (const Path& path : *paths) all_ += size_of(path);
    for (const Path& path : *paths) {
      if (auto done = check_segment(path, path == paths->back()); !done) {
        return std::unexpected(done.error());
      }
      if (stop_.stop_requested()) return std::unexpected(fault("stopped", "it was asked to stop"));
    }
    check_end(paths->back());
    if (auto complete = check_complete(files_, directory_); !complete) {
      damaged(directory_, 0, complete.error().detail);
    }
    check_index();
    report_.streams = streams_.size();
    return std::move(report_);
  }

 private:
  std::uint64_t size_of(const Path& path) {
    auto file = files_.open(path, File::Mode::read);
    return file ? (*file)->size().value_or(0) : 0;
  }

  void damaged(const Path& path, std::uint64_t offset, std::string what) {
    report_.damage.push_back({path, offset, {chain_.last.value + 1}, std::move(what)});
  }

  std::expected<void, Error> check_segment(const Path& path, bool is_last) {
    auto file = files_.open(path, File::Mode::read);
    if (!file) return std::unexpected(file.error());
    const std::uint64_t size = size_of(path);
    if (auto header = read_segment_header(**file)) {
      check_header(path, *header);
      check_records(path, **file, is_last);
      if (has_scavenged_) scavenges_.add_segment(path, **file);
      check_footer(path, **file, is_last);
    } else if (header.error().code == "io-error") {
      return std::unexpected(header.error());
    } else {
      damaged(path, 0, header.error().detail);
    }
    report_.bytes += size;
    tell(0);
    return {};
  }

  void check_header(const Path& path, const SegmentHeader& header) {
    const bool is_first = report_.bytes == 0;
    if (is_first) {
      log_id_ = header.log_id;
      index_.emplace(files_, directory_, log_id_, report_.damage);
    }
    if (header.log_id != log_id_) damaged(path, 16, "it belongs to another log");
    if (header.first_position != chain_.last.value + 1) {
      damaged(path, 32, "it begins with event " + std::to_string(header.first_position));
      chain_.last = {header.first_position - 1};
    } else if (header.previous_hash != chain_.hash) {
      damaged(path, 48, "its hash does not follow from the segment before");
    }
    chain_.hash = header.previous_hash;
  }

  void check_records(const Path& path, const File& file, bool is_last) {
    SegmentScanner scanner(file, block_bytes, chain_);
    places_.clear();
    has_scavenged_ = false;
    std::uint64_t looked_again = 0;  // where a running writer may have been in between
    for (;;) {
      while (auto record = scanner.next()) {
        check_record(path, scanner.record_offset(), *record);
        add_places(places_, *record, scanner.record_offset());
        tell(scanner.offset());
        if (stop_.stop_requested()) return;
      }
      chain_ = scanner.state();
      end_ = scanner.offset();
      if (scanner.stop() == SegmentScanner::Stop::footer) break;
      if (scanner.stop() == SegmentScanner::Stop::fault) break;
      const auto next = scanner.find_write_after_damage();
      if (!next && is_last) return;  // the end, or a write that never was acknowledged
      if (!next && scanner.stop() == SegmentScanner::Stop::end) break;
      if (is_last && std::exchange(looked_again, scanner.offset()) != scanner.offset()) {
        scanner.look_again();
        continue;
      }
      damaged(path, scanner.offset(), scanner.reason());
      if (!next) return;
      scanner.resume(*next);
    }
    if (scanner.stop() == SegmentScanner::Stop::fault) {
      damaged(path, scanner.offset(), scanner.error().detail);
    } else if (scanner.stop() == SegmentScanner::Stop::end && !is_last) {
      damaged(path, scanner.offset(), "it ends without a footer");
    }
  }

  void check_record(const Path& path, std::uint64_t offset, const RecordView& record) {
    ++report_.commits;
    has_scavenged_ = has_scavenged_ || record.header().flags & flag_scavenged;
    RecordView::Events events(record);
    RecordedEvent event;
    for (std::size_t at = events.offset(); events.next(event); at = events.offset()) {
      ++report_.events;
      if (!is_readable_alone(record, event, at)) {
        report_.damage.push_back({path, offset + at, event.position,
                                  "an event of a large commit cannot be read by itself"});
      }
      auto stream = streams_.find(event.stream);
      const bool is_new = !stream;
      if (is_new) stream = streams_.add(event.stream);
      if (index_) index_->add(*stream, is_new, event);
      const std::uint64_t expected = streams_.head(*stream).version.value + 1;
      if (event.version.value != expected && report_.damage.empty()) {
        chain_.last = {event.position.value - 1};
        damaged(
            path, offset,
            std::string(event.stream) + " jumps to version " + std::to_string(event.version.value));
      }
      streams_.advance(*stream, event.version, event.position);
      scavenges_.add(event);
    }
    if (index_) index_->add_commit(record);
  }

  static bool is_readable_alone(const RecordView& record, const RecordedEvent& event,
                                std::size_t at) {
    if (record.bytes().size() <= large_record_bytes) return true;
    return read_as<EventHeader>(record.bytes().data() + at).back == at &&
           parse_event({event.stream, event.position, event.recorded_at, record.bytes().substr(at)})
               .has_value();
  }

  // Each event is where the footer says that it is.
  bool are_places_right(const File& file, const Footer& footer) const {
    std::vector<Place> found(places_.size());
    const std::span<char> bytes{reinterpret_cast<char*>(found.data()),
                                found.size() * sizeof(Place)};
    const auto got = file.read(footer.places_offset(), bytes);
    return footer.events == places_.size() && got && *got == bytes.size() && found == places_ &&
           crc32c({bytes.data(), bytes.size()}) == footer.places_crc;
  }

  void check_footer(const Path& path, const File& file, bool is_last) {
    auto footer = read_footer(file);
    if (!footer || !*footer) {
      if (!is_last) damaged(path, end_, "its footer is damaged");
      return;
    }
    const Footer& found = **footer;
    const bool fits = found.offset == end_ && found.last_hash == chain_.hash;
    if (!fits || (report_.damage.empty() && !are_places_right(file, found))) {
      damaged(path, end_, "its footer does not fit its records");
    }
  }

  void check_end(const Path& last) {
    State state(directory_, {.files = files_});
    state.log_id = log_id_;
    auto mark = read_end_mark(state);
    if (mark && mark->last > chain_.last) {
      damaged(last, end_,
              "acknowledged events up to " + std::to_string(mark->last.value) + " are missing");
    }
  }

  void check_index() {
    Position sound = chain_.last;
    for (const LogDamage& damage : report_.damage) {
      if (damage.file.extension() == ".index") continue;
      sound = std::min(sound, Position{std::max<std::uint64_t>(damage.position.value, 1) - 1});
    }
    if (index_) index_->finish(streams_, sound);
    scavenges_.finish(report_.damage);
  }

  void tell(std::uint64_t in_this_file) {
    if (progress_) progress_(report_.bytes + in_this_file, all_);
  }

  FileSystem& files_;
  Path directory_;
  Progress progress_;
  std::stop_token stop_;
  LogReport report_;
  std::uint64_t all_ = 0;
  Uuid log_id_;
  ChainState chain_{.time = Time::min()};
  std::uint64_t end_ = 0;
  Catalog streams_;
  std::vector<Place> places_;   // of the events of the segment under way
  bool has_scavenged_ = false;  // it holds records that were scavenged
  ScavengeCheck scavenges_;
  std::optional<IndexCheck> index_;
};

}  // namespace

std::expected<LogReport, Error> verify(
    FileSystem& files, const Path& path,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress,
    const std::stop_token& stop) {
  return Verification(files, path, progress, stop).run();
}

}  // namespace daybook::log

namespace daybook {

std::expected<LogReport, Error> verify_log(
    const std::filesystem::path& path,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
  return log::verify(log::system_files(), path, progress);
}

}  // namespace daybook
