#include "src/store/log/segment.h"

namespace daybook::log {

void add_places(std::vector<Place>& places, const RecordView& record, std::uint64_t offset) {
  if (record.bytes().size() <= large_record_bytes) {
    places.insert(places.end(), record.header().events, static_cast<Place>(offset));
    return;
  }
  RecordView::Events events(record);
  for (RecordedEvent event;;) {
    const auto at = static_cast<Place>(offset + events.offset());
    if (!events.next(event)) return;
    places.push_back(at | place_inside);
  }
}

std::expected<const File*, Error> Segment::file() const {
  if (const File* open = open_file_) return open;
  std::lock_guard lock(mutex_);
  if (!file_) {
    auto opened = files_.open(path_, File::Mode::read);
    if (!opened) return std::unexpected(opened.error());
    file_ = std::move(*opened);
    open_file_ = file_.get();
  }
  return file_.get();
}

// Null where the system does not map it: then it is read like any other file.
const Mapping* Segment::mapping() const {
  if (const Mapping* open = open_mapping_) return open;
  auto opened = file();
  if (!sealed_ || !opened) return nullptr;
  std::lock_guard lock(mutex_);
  if (!mapping_) {
    auto mapped = (*opened)->map();
    if (!mapped) return nullptr;
    mapping_ = std::move(*mapped);
    open_mapping_ = mapping_.get();
  }
  return mapping_.get();
}

std::expected<std::size_t, Error> Segment::copy(std::uint64_t offset, std::span<char> to) const {
  const Mapping* const mapped = mapping();
  if (mapped == nullptr) {
    auto opened = file();
    if (!opened) return std::unexpected(opened.error());
    return (*opened)->read(offset, to);
  }
  const std::string_view bytes = mapped->bytes();
  if (offset >= bytes.size()) return 0;
  const std::size_t copied = bytes.copy(to.data(), to.size(), offset);
  if (mapped->is_sound()) return copied;
  return std::unexpected(fault("io-error", path_.string() + ": cannot read"));
}

std::expected<Place, Error> Segment::find(Position position) const {
  const std::uint64_t index = position.value - first_.value;
  if (!sealed_) {
    std::lock_guard lock(mutex_);
    if (index < places_.size()) return places_[index];
  }
  Place place;
  const std::uint64_t at = end_ + sizeof(FooterHeader) + index * sizeof place;
  auto got = copy(at, {reinterpret_cast<char*>(&place), sizeof place});
  if (!got) return std::unexpected(got.error());
  if (*got == sizeof place) return place;
  return std::unexpected(fault("log-damaged", path_.string() + ": its footer is damaged"));
}

// Null where it is not mapped.
const char* Segment::mapped(std::uint64_t offset, std::size_t bytes) const {
  const Mapping* const all = mapping();
  if (all == nullptr || offset + bytes > all->bytes().size()) return nullptr;
  return all->bytes().data() + offset;
}

void Segment::prefetch_place(Position position) const {
  const std::uint64_t index = position.value - first_.value;
  const std::uint64_t at = end_ + sizeof(FooterHeader) + index * sizeof(Place);
  if (const char* place = mapped(at, sizeof(Place))) __builtin_prefetch(place);
}

void Segment::prefetch_event(Position position) const {
  constexpr std::size_t line_bytes = 64;
  constexpr std::size_t usual_bytes = 8 * line_bytes;
  if (!sealed_) return;
  const auto place = find(position);
  if (!place) return;
  const char* const event = mapped(*place & ~place_inside, usual_bytes);
  if (event == nullptr) return;
  for (std::size_t at = 0; at < usual_bytes; at += line_bytes) __builtin_prefetch(event + at);
}

void Segment::add_record(const RecordView& record, std::uint64_t offset) {
  std::lock_guard lock(mutex_);
  add_places(places_, record, offset);
}

void Segment::seal() {
  std::lock_guard lock(mutex_);
  end_ = round_up(end_, block_bytes);  // where the footer begins
  sealed_ = true;
  std::vector<Place>().swap(places_);
}

void Segment::seal_with(const Footer& footer) {
  std::lock_guard lock(mutex_);
  end_ = footer.offset;
  last_ = {first_.value + footer.events - 1};
  sealed_ = true;
}

}  // namespace daybook::log
