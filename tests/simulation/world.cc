#include "tests/simulation/world.h"

#include <algorithm>
#include <utility>

#include "src/store/log/options.h"
#include "src/store/log/record.h"
#include "src/store/log/segment.h"
#include "tests/simulation/comparing.h"

namespace daybook::simulation {
namespace {

const Path directory = "/disk/data/log";

}  // namespace

Uuid SteeredIds::next() {
  Uuid id = *Uuid::parse("01a00000-0000-7000-8000-000000000000");
  std::uint64_t number = ++number_;
  for (std::size_t i = 15; i > 8; --i, number >>= 8) {
    id.bytes[i] = static_cast<std::uint8_t>(number);
  }
  return id;
}

World::World(std::uint64_t seed, bool direct) : dice(seed), disk(dice, direct) {
  disk.before_each_change = [this] {
    if (store_ && store_->head() != model_.head()) fail("an event is visible that is not durable");
  };
}

std::expected<void, Error> World::open() {
  ++report.openings;
  log::FileSystem& files = disk;
  const log::Setup setup{.files = files,
                         .work = log::Work::caller,
                         .tail_bytes = 16 << 10,
                         .log_ids = static_cast<IdSource&>(log_ids_)};
  auto opened =
      log::open_log(directory, {.clock = &clock_, .ids = &ids_, .segment_bytes = 64 << 10}, setup);
  if (!opened) return std::unexpected(opened.error());
  store_ = std::move(*opened);
  return {};
}

void World::fail(std::string what) {
  if (!has_failed()) report.failure = std::move(what);
}

void World::move_clock() {
  if (dice.one_in(2)) clock_.advance(std::chrono::milliseconds(dice.below(3'000)));
  if (dice.one_in(40)) clock_.set(clock_.now() - std::chrono::minutes(1 + dice.below(100)));
  if (dice.one_in(200)) clock_.advance(std::chrono::hours(24 * 365));
}

void World::append_some() {
  const std::uint64_t first_id = (marks_ + 1) << 16;
  ids_.begin_at(first_id);
  model_ids_.begin_at(first_id);
  model_clock_.set(clock_.now());
  head_before_ = model_.head();
  for (std::size_t i = dice.one_in(3) ? dice.below(5) : 0; i > 0; --i) {
    together_.push_back(workload_.next_append(marks_ + 2 + together_.size()));
  }
  submit(workload_.next_append(marks_ + 1), marks_ + 1);
  if (unanswered_ != 0) fail("an append was not answered");
}

void World::submit(Append append, std::uint64_t mark) {
  marks_ = std::max(marks_, mark);
  ++report.appends;
  ++unanswered_;
  Append copy = append;
  store_->append(std::move(copy), [this, mark, append = std::move(append)](
                                      std::expected<Appended, Error> answer) mutable {
    --unanswered_;
    answered(std::move(append), mark, std::move(answer));
    std::uint64_t next = mark;
    for (Append& one : std::exchange(together_, {})) submit(std::move(one), ++next);
  });
}

void World::answered(Append append, std::uint64_t mark, std::expected<Appended, Error> answer) {
  if (!answer && answer.error().kind == ErrorKind::fault) {
    return note_fault(std::move(append), mark, answer.error());
  }
  auto expected = check(append) ? model_.append(append) : std::unexpected(check(append).error());
  if (described(answer) != described(expected)) {
    fail("append " + std::to_string(mark) + " was answered: " + described(answer) +
         "\n  and should be: " + described(expected));
  }
  if (answer && !answer->repeated) workload_.landed(append);
}

void World::note_fault(Append append, std::uint64_t mark, const Error& error) {
  const bool is_unhealthy = !store_->health();
  if (error.code == "store-read-only") {
    if (!is_unhealthy) fail("the store says that it is read-only and healthy");
    return;
  }
  if (!is_due(error)) fail("an append was answered with the fault " + error.detail);
  if (!is_unhealthy) return;  // it must not land
  if (unknown_.empty()) {
    unknown_ids_ = model_ids_.number();
    unknown_time_ = clock_.now();
  }
  unknown_.push_back({mark, std::move(append)});
}

bool World::is_due(const Error& error) const {
  if (error.code == "disk-full") return disk.is_full;
  if (error.code == "log-damaged") {
    return report.faults.of(Fault::flipped_byte) + disk.counts().of(Fault::flipped_byte) > 0 ||
           disk.rates.flipped_reads > 0;
  }
  const FaultRates& rates = disk.rates;
  const bool has_errors = rates.failed_reads + rates.failed_writes + rates.failed_syncs > 0;
  return error.code == "io-error" && (has_errors || disk.is_down() || disk.has_unsound_mappings());
}

// The events beyond the model's are those of appends that were not answered: all of each or none.
void World::settle() {
  if (store_->head() < model_.head()) {
    return fail("acknowledged events are lost: " + std::to_string(model_.head().value) +
                " were there, now " + std::to_string(store_->head().value));
  }
  model_ids_.begin_at(unknown_ids_);
  model_clock_.set(unknown_time_);
  while (model_.head() < store_->head() && !has_failed()) {
    auto page = store_->read_log({.from = model_.head(), .limit = 1}, {});
    if (!page || page->events.empty()) return fail("an event at the end cannot be read");
    if (!tell_landed(mark_of(page->events[0].metadata))) {
      return fail("event " + std::to_string(page->events[0].position.value) +
                  " is there that nobody has appended");
    }
  }
  auto rest = std::exchange(unknown_, {});
  for (const auto& [mark, append] : rest) {
    if (!append.commit_id.empty()) compare_outcome(append.commit_id);
  }
}

bool World::tell_landed(std::uint64_t mark) {
  const auto found = std::ranges::find(unknown_, mark, &Unknown::mark);
  if (found == unknown_.end()) return false;
  const auto answer = model_.append(found->append);
  if (!answer || answer->repeated) return false;
  workload_.landed(found->append);
  unknown_.erase(found);
  if (model_.head() > store_->head()) fail("half an append is there");
  return true;
}

Position World::furthest_on_disk() {
  Position furthest;
  const auto segments = log::list_segments(disk, directory);
  if (!segments) return furthest;
  for (const Path& path : *segments) {
    const auto bytes = log::read_file(disk, path);
    for (std::size_t at = 0; bytes && at < bytes->size(); at += log::block_bytes) {
      const auto record = log::RecordView::parse(std::string_view(*bytes).substr(at));
      const bool begins = record && (record->header().flags & log::flag_begins_write);
      if (begins) furthest = std::max(furthest, record->last());
    }
  }
  return furthest;
}

void World::verify(bool is_sound) {
  const auto found = log::verify(disk, directory);
  if (!is_sound) {
    if (found && found->damage.empty()) fail("verify finds nothing wrong with a damaged log");
    return;
  }
  if (!found) return fail("verify says: " + found.error().detail);
  if (!found->damage.empty()) {
    const auto& damage = found->damage.front();
    return fail("verify finds damage in " + damage.file.string() + " at byte " +
                std::to_string(damage.offset) + ": " + damage.what);
  }
  if (found->events != model_.head().value) fail("verify counts other events");
}

}  // namespace daybook::simulation
