#include "src/core/live_queries.h"

#include <algorithm>
#include <utility>

#include "daybook/row_filter.h"

namespace daybook {
namespace {

// Beyond this many rows that wait for the thread, readers are better off with a new snapshot.
constexpr std::size_t waiting_rows_max = 100'000;
constexpr std::size_t waiting_changes_max = 1'000;  // of one reader

Error too_many_rows() {
  return refuse("too-many-rows",
                "A live query shows at most " + std::to_string(LiveQueries::rows_max) +
                    " rows; narrow it with where",
                Blame::size);
}

}  // namespace

LiveQueries::LiveQueries(ReadStore& rows, Projections& projections, Executor executor)
    : engine_(std::make_shared<Engine>(rows, std::move(executor))) {
  engine_->start();
  projections.watch(
      [engine = engine_](const RowsCommitted& committed) { engine->on_commit(committed); },
      [engine = engine_](std::string_view table, Position at) { engine->on_swap(table, at); });
}

LiveQueries::~LiveQueries() { engine_->stop(); }

std::shared_ptr<LiveSubscription> LiveQueries::subscribe(LiveQuery query,
                                                         std::unique_ptr<LiveReader> reader) {
  return engine_->add(std::move(query), std::move(reader));
}

LiveQueries::Engine::Engine(ReadStore& rows, Executor executor)
    : rows_(rows), executor_(std::move(executor)) {}

void LiveQueries::Engine::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void LiveQueries::Engine::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  std::lock_guard lock(mutex_);
  is_stopped_ = true;
  readings_.clear();
  changes_.clear();
  loaded_.clear();
}

LiveQueries::Engine::Reading LiveQueries::Engine::add(LiveQuery query,
                                                      std::unique_ptr<LiveReader> reader) {
  auto reading = std::make_shared<LiveReading>(std::move(query), std::move(reader));
  {
    std::lock_guard lock(mutex_);
    if (is_stopped_) return reading;
    auto& readings = readings_[reading->query().table];
    std::erase_if(readings, [](const Reading& one) { return one->is_stopped(); });
    reading->begin_loading();
    readings.push_back(reading);
  }
  load(reading, 1);
  return reading;
}

// On a projection's thread. Tables that nobody reads cost a look into a map.
void LiveQueries::Engine::on_commit(const RowsCommitted& committed) {
  {
    std::lock_guard lock(mutex_);
    if (!readings_.contains(committed.table)) return;
  }
  auto change = std::make_shared<LiveChange>();  // shared as said at LiveChangePointer
  change->table = committed.table;
  change->shape = std::make_shared<const TableShape>(committed.shape);
  change->rows = committed.changes;
  change->position = committed.position;
  for (const RowChange& row : change->rows) {
    JsonWriter writer(change->texts.emplace_back());
    if (row.row) write_row(*change->shape, *row.row, writer);
  }
  push(std::move(change));
}

void LiveQueries::Engine::on_swap(std::string_view table, Position position) {
  {
    std::lock_guard lock(mutex_);
    if (!readings_.contains(table)) return;
  }
  auto change = std::make_shared<LiveChange>();
  change->table = table;
  change->position = position;
  push(std::move(change));
}

void LiveQueries::Engine::push(LiveChangePointer change) {
  {
    std::lock_guard lock(mutex_);
    if (is_stopped_) return;
    waiting_rows_ += change->rows.size();
    if (waiting_rows_ > waiting_rows_max) {
      // All that waits is of no use any more: new snapshots hold it.
      std::erase_if(changes_, [&](const auto& one) { return one->table == change->table; });
      waiting_rows_ = 0;
      for (const auto& one : changes_) waiting_rows_ += one->rows.size();
      auto reset = std::make_shared<LiveChange>();
      reset->table = change->table;
      reset->position = change->position;
      change = std::move(reset);
    }
    changes_.push_back(std::move(change));
  }
  changed_.notify_one();
}

void LiveQueries::Engine::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    changed_.wait(lock, stop, [this] { return !changes_.empty() || !loaded_.empty(); });
    auto loaded = std::exchange(loaded_, {});
    auto changes = std::exchange(changes_, {});
    waiting_rows_ = 0;
    lock.unlock();
    // Snapshots first: a change that one of them holds already is left out.
    for (Loaded& one : loaded) settle(one);
    for (const LiveChangePointer& change : changes) spread(change);
    lock.lock();
  }
}

void LiveQueries::Engine::spread(const LiveChangePointer& change) {
  std::vector<Reading> readings;
  {
    std::lock_guard lock(mutex_);
    const auto found = readings_.find(change->table);
    if (found == readings_.end()) return;
    std::erase_if(found->second, [](const Reading& reading) { return reading->is_stopped(); });
    readings = found->second;
    if (readings.empty()) readings_.erase(found);
  }
  for (const Reading& reading : readings) {
    if (change->shape != nullptr && reading->take(change)) continue;
    load(reading, reading->begin_loading());
  }
}

void LiveQueries::Engine::settle(Loaded& loaded) {
  if (loaded.reading->is_stopped() || !loaded.reading->waits_for(loaded.load)) return;
  if (loaded.snapshot) return loaded.reading->take(*loaded.snapshot);
  loaded.reading->fail(loaded.snapshot.error());
  loaded.reading->stop();
}

// Reads the snapshot on the executor; the thread hands it over.
void LiveQueries::Engine::load(const Reading& reading, std::uint64_t number) {
  const auto settle_later = [engine = shared_from_this(), number](Reading of, auto snapshot) {
    {
      std::lock_guard lock(engine->mutex_);
      if (engine->is_stopped_) return;
      engine->loaded_.push_back({std::move(of), number, std::move(snapshot)});
    }
    engine->changed_.notify_one();
  };
  const bool taken = executor_([this, reading, settle_later]() {
    if (!reading->is_stopped()) settle_later(reading, read(reading->query()));
  });
  if (!taken) {
    const Error error = fault("overloaded", "Too much work is waiting");
    settle_later(reading, std::expected<LiveSnapshot, Error>(std::unexpected(error)));
  }
}

std::expected<LiveSnapshot, Error> LiveQueries::Engine::read(const LiveQuery& query) const {
  auto page = rows_.query({.table = query.table, .where = query.where, .limit = rows_max});
  if (!page) return std::unexpected(std::move(page.error()));
  if (!page->next_cursor.empty()) return std::unexpected(too_many_rows());
  LiveSnapshot snapshot{.position = page->position};
  JsonWriter writer(snapshot.rows);
  writer.begin_array();
  for (const Row& row : page->rows) {
    write_row(*page->shape, row, writer);
    if (!query.where.empty()) snapshot.keys.push_back(key_of(*page->shape, row));
  }
  writer.end_array();
  return snapshot;
}

std::uint64_t LiveReading::begin_loading() {
  is_loading_ = true;
  return ++load_;
}

bool LiveReading::take(LiveChangePointer change) {
  if (!is_loading_) return show(*change), true;
  waiting_.push_back(std::move(change));
  if (waiting_.size() <= waiting_changes_max) return true;
  waiting_.clear();
  return false;
}

void LiveReading::take(const LiveSnapshot& snapshot) {
  is_loading_ = false;
  keys_.clear();
  keys_.insert(snapshot.keys.begin(), snapshot.keys.end());
  shown_ = snapshot.position;
  reader_->snapshot(snapshot.rows, snapshot.position);
  for (const LiveChangePointer& change : std::exchange(waiting_, {})) show(*change);
}

void LiveReading::fail(const Error& error) { reader_->fail(error); }

// A change at the same position may be of a dead letter that was tried again: rows are whole, so
// one that is shown twice does no harm.
void LiveReading::show(const LiveChange& change) {
  if (change.position < shown_) return;
  shown_ = change.position;
  const bool is_filtered = !query_.where.empty();
  for (std::size_t i = 0; i < change.rows.size(); ++i) {
    const RowChange& row = change.rows[i];
    if (row.row && matches(*change.shape, *row.row, query_.where)) {
      if (is_filtered) keys_.insert(row.key);
      reader_->update(change.texts[i], change.position);
    } else if (!is_filtered || keys_.erase(row.key) > 0) {
      reader_->remove(row.key, change.position);
    }
  }
}

}  // namespace daybook
