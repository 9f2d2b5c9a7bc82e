// How long until an aggregate with 100,000 events is in memory: read from its start, and from a
// snapshot that lies 500 events before its end.
#include <benchmark/benchmark.h>

#include "daybook/api.h"
#include "daybook/snapshot.h"
#include "daybook/stores.h"

namespace daybook {
namespace {

constexpr int events_all = 100'000;
constexpr int events_behind_snapshot = 500;
const StreamId account("account", "1");

Api::Parts parts(EventStore& store, SnapshotStore* snapshots) {
  return {.store = store,
          .clock = system_clock(),
          .ids = system_ids(),
          .executor =
              [](auto work) {
                work();
                return true;
              },
          .commands = {.snapshots = snapshots}};
}

void append(EventStore& store, int count) {
  const NewEvent event{.type = "FundsDeposited",
                       .data = R"({"amount":1.5,"currency":"USD"})",
                       .metadata = R"({"correlationId":"c","source":"api","user":"ada"})"};
  constexpr int each = 1'000;
  for (int left = count; left > 0; left -= each) {
    Append append;
    append.streams.push_back({account, ExpectedVersion::any(),
                              std::vector(static_cast<std::size_t>(std::min(left, each)), event)});
    require(store.append(std::move(append), within(std::chrono::seconds(10))).has_value());
  }
}

void load_once(benchmark::State& state, EventStore& store, const Context& context,
               SnapshotStore* snapshots) {
  Api api(parts(store, snapshots));
  api.add(context);
  for (const Operation& operation : api.operations()) {
    if (operation.method != "GET" || operation.path != "/accounts/{id}") continue;
    operation.run({.id = "1"}, [&](auto reply) {
      if (!reply) state.SkipWithError(reply.error().detail.c_str());
    });
  }
}

void load(benchmark::State& state) {
  const auto contexts = all_contexts();
  const auto store = open_memory_store();
  const auto snapshots = open_memory_snapshots();
  append(*store, events_all - events_behind_snapshot);
  load_once(state, *store, contexts.front(), snapshots.get());  // makes the snapshot
  append(*store, events_behind_snapshot);
  const bool with_snapshot = state.range(0) == 1;
  for (auto _ : state) {
    load_once(state, *store, contexts.front(), with_snapshot ? snapshots.get() : nullptr);
  }
}

BENCHMARK(load)->ArgName("snapshot")->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace daybook
