// What does a command cost beside its append? Deposits through the accounts API over the memory
// store, 256 under way at a time: into one hot account, and spread over many. The plain append of
// the same events is the part of it that belongs to the store.
//
// cpu_us is the processor time of the whole process for one command, all threads together.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <semaphore>
#include <thread>

#include "daybook/api.h"
#include "daybook/stores.h"

namespace daybook {
namespace {

constexpr int under_way_max = 256;
constexpr int commands_each = 50'000;

double cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) { return 1e6 * time.tv_sec + time.tv_usec; };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

// One thread that does what it is given.
class Worker {
 public:
  ~Worker() {
    {
      std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_one();
  }
  bool take(std::move_only_function<void()> work) {
    std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    changed_.notify_one();
    return true;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return is_closed_ || !queue_.empty(); });
      if (queue_.empty()) return;
      auto work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_closed_ = false;
  std::deque<std::move_only_function<void()>> queue_;
  std::jthread thread_{[this] { run(); }};
};

// Lets so many be under way at a time, and waits for the last.
class Window {
 public:
  void enter() { free_.acquire(); }
  void leave() { free_.release(); }
  void drain() {
    for (int i = 0; i < under_way_max; ++i) free_.acquire();
    free_.release(under_way_max);
  }

 private:
  std::counting_semaphore<under_way_max> free_{under_way_max};
};

void report(benchmark::State& state, double cpu) {
  const double commands = static_cast<double>(state.iterations()) * commands_each;
  state.SetItemsProcessed(static_cast<std::int64_t>(commands));
  state.counters["cpu_us"] = cpu / commands;
}

void append_plainly(benchmark::State& state) {
  const auto store = open_memory_store();
  const StreamId stream("account", "1");
  const NewEvent event{.type = "FundsDeposited",
                       .data = R"({"amount":1.5,"currency":"USD"})",
                       .metadata = R"({"correlationId":"c","source":"api","user":"ada"})"};
  Window window;
  const double before = cpu_us();
  for (auto _ : state) {
    for (int i = 0; i < commands_each; ++i) {
      window.enter();
      Append append;
      append.streams.push_back({stream, ExpectedVersion::any(), {event}});
      store->append(std::move(append), [&](auto) { window.leave(); });
    }
    window.drain();
  }
  report(state, cpu_us() - before);
}

void deposit(benchmark::State& state) {
  const int accounts = static_cast<int>(state.range(0));
  const auto contexts = all_contexts();
  const auto store = open_memory_store();
  Worker worker;
  Api api(
      {.store = *store, .clock = system_clock(), .ids = system_ids(), .executor = [&](auto work) {
         return worker.take(std::move(work));
       }});
  for (const Context& context : contexts) api.add(context);
  const Operation& create = *api.find_command("CreateUser");
  const Operation& deposit = *api.find_command("DepositFunds");

  std::mutex mutex;
  std::vector<std::string> ids;
  Window window;
  for (int i = 0; i < accounts; ++i) {
    window.enter();
    create.run({.body = R"({"name":"Ada","email":"ada@example.org"})"}, [&](auto reply) {
      std::lock_guard lock(mutex);
      ids.push_back(parse_json(reply->body)->find("accountId")->text);
      window.leave();
    });
  }
  window.drain();

  const double before = cpu_us();
  std::size_t next = 0;
  for (auto _ : state) {
    for (int i = 0; i < commands_each; ++i) {
      window.enter();
      Call call{.id = ids[next++ % ids.size()], .body = R"({"amount":1.5})"};
      call.trace = {.correlation_id = "c", .user = "ada", .source = "api"};
      deposit.run(std::move(call), [&](auto reply) {
        if (!reply) state.SkipWithError(reply.error().detail.c_str());
        window.leave();
      });
    }
    window.drain();
  }
  report(state, cpu_us() - before);
}

BENCHMARK(append_plainly)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(deposit)->Arg(1)->Arg(1'000)->Arg(50'000)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace daybook
