#include "src/core/process_worker.h"

#include <algorithm>
#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto look_at_clock = 1s;  // at the latest: clocks may be set
constexpr std::size_t page_rows = 200;

Cell cell_of(Time time) { return Cell(time.time_since_epoch().count()); }

// Names a deadline as it was set this time.
std::string work_of(const OpenDeadline& deadline) {
  return deadline.key + "\n" + std::to_string(deadline.version.value);
}

// The rows of one query, page by page, until `use` has had enough: it gives false. Gives where the
// rows rest, or nothing when they were not all looked at.
template <class T, class Use>
std::expected<std::optional<Position>, Error> for_each_row(ReadStore& rows, const Context& context,
                                                           RowQuery query, Use use) {
  const auto& record = table_of(context, typeid(T)).type.template as<T>();
  std::optional<Position> position;
  do {
    auto page = rows.query(query);
    if (!page) return std::unexpected(std::move(page.error()));
    position = position ? std::min(*position, page->position) : page->position;
    for (const Row& row : page->rows) {
      T value;
      if (auto done = record.load(row, value); !done) return std::unexpected(done.error());
      if (!use(value)) return std::nullopt;
    }
    query.cursor = std::move(page->next_cursor);
  } while (!query.cursor.empty());
  return position;
}

}  // namespace

ProcessWorker::ProcessWorker(ProcessRunner& runner, const Processes::Parts& parts,
                             const Processes::Options& options)
    : runner_(runner), parts_(parts), options_(options), process_(runner.model().name()) {}

void ProcessWorker::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void ProcessWorker::stop() { thread_ = {}; }

void ProcessWorker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    finish_round(round(stop));
    // Asked again after each sleep: only a wake, or its time, makes a round.
    while (!stop.stop_requested()) {
      const Deadline next = next_round();
      if (mailbox_->sleep(stop, std::min(next, within(look_at_clock)))) break;
      if (next <= within({}) || (next_due_ && *next_due_ <= parts_.clock.now())) break;
    }
  }
}

std::expected<void, Error> ProcessWorker::round(const std::stop_token& stop) {
  {
    std::lock_guard lock(mutex_);
    ++begun_rounds_;
  }
  did_something_ = false;
  for (auto& [work, failing] : failing_) failing.is_seen = false;
  take_answers();
  auto fired = fire_due(stop);
  if (!fired) return std::unexpected(std::move(fired.error()));
  auto sent = send_commands(stop);
  if (!sent) return std::unexpected(std::move(sent.error()));
  if (!*fired || !*sent) return {};
  // Whatever was not met among all the rows, somebody else has seen to.
  std::erase_if(failing_, [](const auto& one) { return !one.second.is_seen; });
  forget_settled(std::min(**fired, **sent));
  return {};
}

std::expected<std::optional<Position>, Error> ProcessWorker::fire_due(const std::stop_token& stop) {
  const Time now = parts_.clock.now();
  RowQuery query{
      .table = std::string(OpenDeadline::table),
      .where = {{"process", Cell(process_)}, {"due", cell_of(now), RowFilter::Comparison::at_most}},
      .order_by = "due",
      .limit = page_rows};
  auto shown =
      for_each_row<OpenDeadline>(parts_.rows, context_, query, [&](const OpenDeadline& deadline) {
        fire(deadline);
        return !stop.stop_requested();
      });
  if (!shown) return shown;
  query.where[1].comparison = RowFilter::Comparison::greater;
  query.limit = 1;
  next_due_.reset();
  auto ahead =
      for_each_row<OpenDeadline>(parts_.rows, context_, query, [&](const OpenDeadline& deadline) {
        next_due_ = deadline.due;
        return false;
      });
  if (!ahead) return ahead;
  return shown;
}

void ProcessWorker::fire(const OpenDeadline& deadline) {
  const std::string work = work_of(deadline);
  if (!may_try(work)) return;
  did_something_ = true;
  auto stream = StreamId::parse(deadline.stream);
  auto fired =
      stream ? runner_.fire(*stream, deadline.version) : std::unexpected(std::move(stream.error()));
  if (!fired) return failed(work, fired.error());
  settle(work);
}

// In the order of the log, and for each instance one at a time.
std::expected<std::optional<Position>, Error> ProcessWorker::send_commands(
    const std::stop_token& stop) {
  std::unordered_set<std::string> busy;
  return for_each_row<OpenCommand>(parts_.rows, context_,
                                   {.table = std::string(OpenCommand::table),
                                    .where = {{"process", Cell(process_)}},
                                    .limit = page_rows},
                                   [&](const OpenCommand& command) {
                                     if (settled_.contains(command.key)) return true;
                                     if (!busy.insert(command.stream).second) return true;
                                     if (under_way_.contains(command.key) || !may_try(command.key))
                                       return true;
                                     send(command);
                                     return under_way_.size() < options_.commands_max &&
                                            !stop.stop_requested();
                                   });
}

void ProcessWorker::send(const OpenCommand& command) {
  did_something_ = true;
  auto stream = StreamId::parse(command.stream);
  auto sent = stream ? runner_.command(*stream, command.version)
                     : std::unexpected(std::move(stream.error()));
  if (!sent) return failed(command.key, sent.error());
  under_way_.emplace(command.key, command);
  parts_.send(std::move(*sent),
              [mailbox = mailbox_, work = command.key](std::expected<void, Error> answer) {
                mailbox->post({work, std::move(answer)});
              });
}

void ProcessWorker::take_answers() {
  for (ProcessMailbox::Letter& letter : mailbox_->take()) {
    did_something_ = true;
    const auto node = under_way_.extract(letter.work);
    if (!node) continue;  // answered twice
    const OpenCommand& command = node.mapped();
    if (!letter.answer && letter.answer.error().kind != ErrorKind::refusal) {
      failed(letter.work, letter.answer.error());
      continue;
    }
    auto stream = StreamId::parse(command.stream);
    auto recorded = stream ? runner_.answered(*stream, command.version, letter.answer)
                           : std::unexpected(std::move(stream.error()));
    if (recorded) {
      settle(letter.work);
    } else {
      failed(letter.work, recorded.error());
    }
  }
}

bool ProcessWorker::may_try(const std::string& work) {
  if (settled_.contains(work)) return false;
  const auto found = failing_.find(work);
  if (found == failing_.end()) return true;
  found->second.is_seen = true;
  return found->second.again <= within({});
}

// Told once, not each time that it is tried again.
void ProcessWorker::failed(const std::string& work, const Error& error) {
  Failing& failing = failing_[work];
  ++failing.failed;
  failing.is_seen = true;
  failing.again = within(options_.retry.pause(failing.failed));
  if (failing.failed == 1 && parts_.report) parts_.report(error);
}

void ProcessWorker::settle(const std::string& work) {
  failing_.erase(work);
  settled_[work] = parts_.events.head();
}

void ProcessWorker::forget_settled(Position shown) {
  std::erase_if(settled_, [shown](const auto& one) { return one.second <= shown; });
}

Deadline ProcessWorker::next_round() const {
  Deadline next = Deadline::max();
  for (const auto& [work, failing] : failing_) {
    if (!under_way_.contains(work)) next = std::min(next, failing.again);
  }
  return read_failures_ == 0
             ? next
             : std::min(next, read_failed_at_ + options_.retry.pause(read_failures_));
}

void ProcessWorker::finish_round(const std::expected<void, Error>& outcome) {
  if (outcome) {
    read_failures_ = 0;
  } else {
    read_failed_at_ = within({});
    if (read_failures_++ == 0 && parts_.report) parts_.report(outcome.error());
  }
  std::lock_guard lock(mutex_);
  done_rounds_ = begun_rounds_;
  is_idle_ = outcome && !did_something_ && under_way_.empty() && failing_.empty();
  status_ = {.next_deadline = next_due_,
             .under_way = under_way_.size(),
             .failing = failing_.size(),
             .problem = outcome ? "" : outcome.error().code + ": " + outcome.error().detail};
  finished_.notify_all();
}

bool ProcessWorker::is_done(Deadline deadline) {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = begun_rounds_ + 1;
  wake();
  return finished_.wait_until(lock, deadline, [&] { return done_rounds_ >= wanted; }) && is_idle_;
}

ProcessWorker::Status ProcessWorker::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace daybook
