#include "src/store/log/writer.h"

#include <algorithm>
#include <utility>

namespace daybook::log {
namespace {

constexpr std::size_t batch_bytes_max = 4 << 20;

// Takes the names out of the append, which is not needed any more.
Appended answer_to(Append& append, const Accepted& accepted, Position last, Time at) {
  Appended answer{.position = last, .recorded_at = at};
  answer.streams.reserve(append.streams.size());
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    auto& stream = append.streams[i];
    answer.events += stream.events.size();
    answer.streams.push_back(
        {std::move(stream.stream), {accepted.versions[i] + stream.events.size()}});
  }
  return answer;
}

}  // namespace

Writer::Writer(Parts parts, std::unique_ptr<SegmentWriter> segment, const ChainState& chain)
    : parts_(std::move(parts)),
      state_(parts_.state),
      admission_(state_),
      segment_(std::move(segment)),
      chain_(chain) {
  if (state_.work == Work::threads) {
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
  }
}

Writer::~Writer() { close(); }

std::optional<ChainState> Writer::close() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  if (!health()) return std::nullopt;
  return chain_;
}

void Writer::submit(Append append, AppendCallback done, const std::optional<RecordedPlace>& place) {
  Task task{.append = std::move(append), .done = std::move(done), .place = place};
  auto sound = place ? check_recorded(task.append) : check(task.append);
  if (sound) task.bytes = record_bytes(task.append);
  if (!sound) task.answer = std::unexpected(sound.error());
  bool tell;
  {
    std::lock_guard lock(mutex_);
    if (sound && (queue_appends_ >= queue_appends_max || queue_bytes_ >= queue_bytes_max)) {
      task.answer = std::unexpected(fault("overloaded", "too many appends are waiting"));
      task.bytes = 0;
    }
    tell = queue_.empty() || queue_.size() + 1 == wanted_;
    queue_appends_ += task.bytes > 0 ? 1 : 0;
    queue_bytes_ += task.bytes;
    queue_.push_back(std::move(task));  // those with an answer already get it in their turn
  }
  if (!thread_.joinable()) return work_off();
  if (tell) queued_.notify_one();
}

// Without a thread. Appends that are made by the callbacks of others come together into the next
// durable write, as those of many threads would.
void Writer::work_off() {
  if (std::exchange(is_working_, true)) return;
  for (auto tasks = take_queued(); !tasks.empty(); tasks = take_queued()) commit(tasks);
  is_working_ = false;
}

std::expected<void, Error> Writer::health() const {
  std::lock_guard lock(mutex_);
  return failure_;
}

void Writer::run(std::stop_token stop) {
  for (;;) {
    auto tasks = take(stop);
    if (tasks.empty()) return;
    commit(tasks);
  }
}

std::vector<Writer::Task> Writer::take(std::stop_token stop) {
  if (deferred_.empty()) {
    std::unique_lock lock(mutex_);
    queued_.wait(lock, stop, [&] { return !queue_.empty(); });
    gather(lock, stop);
  }
  return take_queued();
}

std::vector<Writer::Task> Writer::take_queued() {
  std::vector<Task> tasks = std::exchange(deferred_, {});
  std::lock_guard lock(mutex_);
  if (tasks.empty()) {
    tasks.swap(queue_);
  } else {
    std::ranges::move(queue_, std::back_inserter(tasks));
    queue_.clear();
  }
  queue_appends_ = 0;
  queue_bytes_ = 0;
  return tasks;
}

void Writer::gather(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  if (!gathering_.is_worth_it(queue_.size())) return;
  wanted_ = gathering_.wanted();
  queued_.wait_for(lock, stop, gathering_.patience(), [&] { return queue_.size() >= wanted_; });
  wanted_ = 0;
  gathering_.learn(queue_.size());
}

// Makes as many durable writes as the tasks need, and answers each task after the one it is in.
void Writer::commit(std::vector<Task>& tasks) {
  for (std::size_t begin = 0; begin < tasks.size();) {
    auto batch = std::make_shared<Batch>();  // shared with the tail and with pages
    const std::size_t end = fill(tasks, begin, *batch);
    const auto begun = std::chrono::steady_clock::now();
    if (!batch->records.empty()) {
      if (auto done = write(*batch); done) {
        publish(std::move(batch));
      } else {
        fail(done.error());
        for (std::size_t i = begin; i < end; ++i) tasks[i].answer = std::unexpected(done.error());
      }
    }
    admission_.forget_batch();
    expect_more(end - begin, std::chrono::steady_clock::now() - begun);
    for (; begin < end; ++begin) {
      if (tasks[begin].done) tasks[begin].done(std::move(tasks[begin].answer));
    }
  }
}

void Writer::expect_more(std::size_t answered, Gathering::Duration took) {
  std::lock_guard lock(mutex_);
  gathering_.expect(answered, queue_.size(), took);
}

// Decides and encodes tasks from `begin` on until the batch is full. Gives where it stopped.
std::size_t Writer::fill(std::vector<Task>& tasks, std::size_t begin, Batch& batch) {
  std::size_t bytes = 0;
  std::size_t end = begin;
  while (end < tasks.size() && (bytes == 0 || bytes + tasks[end].bytes <= batch_bytes_max)) {
    bytes += tasks[end++].bytes;
  }
  if (bytes == 0) return end;  // all of them are refused already
  std::expected<void, Error> room = health();
  if (room) room = make_room(round_up(bytes, block_bytes));
  if (room) batch.bytes = AlignedBytes(bytes);
  batch.first = {chain_.last.value + 1};
  batch.last = chain_.last;
  batch.last_time = chain_.time;
  const Time now = parts_.clock.now();
  for (std::size_t i = begin; i < end; ++i) {
    Task& task = tasks[i];
    if (task.bytes == 0) continue;
    if (!room) {
      task.answer = std::unexpected(room.error());
    } else if (!encode(task, batch, now)) {
      deferred_.push_back(std::move(task));
      task.done = nullptr;
    }
  }
  return end;
}

// False: the task must wait for the batch under way.
bool Writer::encode(Task& task, Batch& batch, Time now) {
  Verdict verdict = admission_.admit(task.append, batch, task.place);
  if (std::holds_alternative<AskAgain>(verdict)) return false;
  if (auto* error = std::get_if<Error>(&verdict)) {
    task.answer = std::unexpected(std::move(*error));
  } else if (auto* repeated = std::get_if<Appended>(&verdict)) {
    task.answer = std::move(*repeated);
  } else {
    const auto& accepted = std::get<Accepted>(verdict);
    const std::uint8_t flags = batch.records.empty() ? flag_begins_write : 0;
    const Position first{batch.last.value + 1};
    const Time at = std::max(task.place ? task.place->at : now, batch.last_time);
    encode_record(batch.bytes.data() + batch.used, task.append, accepted.versions, first, at, flags,
                  parts_.ids);
    batch.last_time = at;
    batch.records.push_back(static_cast<std::uint32_t>(batch.used));
    batch.streams.insert(batch.streams.end(), accepted.streams.begin(), accepted.streams.end());
    batch.used += task.bytes;
    for (const auto& stream : task.append.streams) batch.last.value += stream.events.size();
    task.answer = answer_to(task.append, accepted, batch.last, at);
  }
  return true;
}

std::expected<void, Error> Writer::make_room(std::size_t bytes) {
  const bool has_events = segment_->end() > block_bytes;
  const bool is_full = segment_->end() + bytes > parts_.segment_bytes;
  if (!is_sealed_ && has_events && (wants_segment_.exchange(false) || is_full)) {
    if (auto done = seal(); !done) return done;
  }
  if (is_sealed_) {
    if (auto done = begin_segment(); !done) return done;
  }
  return segment_->reserve(bytes);
}

std::expected<void, Error> Writer::seal() {
  auto& current = *state_.segments.back();
  const Footer footer{.events = current.last().value - current.first().value + 1,
                      .last_time = chain_.time,
                      .last_hash = chain_.hash,
                      .offset = segment_->end()};
  if (auto done = segment_->reserve(footer_bytes(footer.events)); !done) return done;
  if (auto done = segment_->seal(footer, current.places()); !done) {
    fail(done.error());
    return done;
  }
  is_sealed_ = true;
  return {};
}

// A disk that is full leaves the log as it is; the next append tries again.
std::expected<void, Error> Writer::begin_segment() {
  const Position first{chain_.last.value + 1};
  const Path path = segment_path(state_.directory, first);
  const auto created = parts_.clock.now().time_since_epoch().count();
  auto next = SegmentWriter::create(state_.files, state_.work, path,
                                    {.log_id = state_.log_id,
                                     .first_position = first.value,
                                     .created = static_cast<std::uint64_t>(created),
                                     .previous_hash = chain_.hash});
  if (!next) return std::unexpected(next.error());
  segment_ = std::move(*next);
  is_sealed_ = false;
  {
    std::unique_lock lock(state_.mutex);
    state_.segments.back()->seal();
    // Shared with the reads that are under way.
    state_.segments.push_back(std::make_shared<Segment>(state_.files, path, first));
    auto recent =
        std::make_shared<RecentIndex>(first, static_cast<StreamNumber>(state_.catalog.size()));
    recent->reserve_as(*state_.recent.back());
    state_.recent.push_back(std::move(recent));
  }
  parts_.sealed();
  return {};
}

std::expected<void, Error> Writer::write(Batch& batch) {
  ChainState chain = chain_;
  for (std::uint32_t offset : batch.records) {
    chain.hash = seal_record(batch.bytes.data() + offset, chain.hash, hashes_);
  }
  chain.last = batch.last;
  chain.time = batch.last_time;
  const std::size_t padded = round_up(batch.used, block_bytes);
  std::fill(batch.bytes.data() + batch.used, batch.bytes.data() + padded, '\0');
  batch.used = padded;
  if (auto done = segment_->write(batch.view()); !done) return done;
  chain_ = chain;
  return {};
}

void Writer::publish(std::shared_ptr<const Batch> batch) {
  const std::uint64_t begin = segment_->end() - batch->used;
  const Position last = batch->last;
  {
    std::span<const StreamNumber> streams = batch->streams;
    std::unique_lock lock(state_.mutex);
    for (std::uint32_t offset : batch->records) {
      const char* const bytes = batch->bytes.data() + offset;
      const auto record = RecordView::trust({bytes, read_as<std::uint32_t>(bytes)});
      state_.index_record(record, streams.first(record.header().streams));
      streams = streams.subspan(record.header().streams);
      state_.segments.back()->add_record(record, begin + offset);
    }
    state_.segments.back()->grow(segment_->end(), last);
    state_.tail.push(std::move(batch));
    state_.head.store(last.value, std::memory_order_release);
  }
  parts_.committed(last);
}

void Writer::fail(const Error& error) {
  std::lock_guard lock(mutex_);
  if (!failure_) return;
  failure_ = std::unexpected(fault(
      "store-read-only", "a write failed, so the log takes no more appends: " + error.detail));
}

}  // namespace daybook::log
