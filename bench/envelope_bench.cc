// What do an event's id, time and metadata cost?
#include <benchmark/benchmark.h>

#include "daybook/clock.h"
#include "daybook/money.h"
#include "daybook/stream.h"
#include "daybook/trace.h"

namespace daybook {
namespace {

Trace full_trace() {
  return {.correlation_id = "0193b0c4-7d1a-7c3e-9b57-2f1e8a6c4d90",
          .causation_id = "0193b0c4-7d1a-7c3e-9b57-2f1e8a6c4d91",
          .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
          .user = "user-000001234",
          .source = "api"};
}

void new_id(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(system_ids().next());
}
BENCHMARK(new_id);

void id_text(benchmark::State& state) {
  const Uuid id = system_ids().next();
  for (auto _ : state) benchmark::DoNotOptimize(id.text());
}
BENCHMARK(id_text);

void id_parse(benchmark::State& state) {
  const std::string text = system_ids().next().text();
  for (auto _ : state) benchmark::DoNotOptimize(Uuid::parse(text));
}
BENCHMARK(id_parse);

void time_text(benchmark::State& state) {
  const Time now = system_clock().now();
  for (auto _ : state) benchmark::DoNotOptimize(to_text(now));
}
BENCHMARK(time_text);

void time_parse(benchmark::State& state) {
  const std::string text = to_text(system_clock().now());
  for (auto _ : state) benchmark::DoNotOptimize(parse_time(text));
}
BENCHMARK(time_parse);

void metadata(benchmark::State& state) {
  const Trace trace = full_trace();
  for (auto _ : state) benchmark::DoNotOptimize(to_metadata(trace));
}
BENCHMARK(metadata);

void metadata_with_free_fields(benchmark::State& state) {
  const Trace trace = full_trace();
  for (auto _ : state) {
    benchmark::DoNotOptimize(to_metadata(trace, R"({"requestId":"r-1","attempt":2})"));
  }
}
BENCHMARK(metadata_with_free_fields);

void trace_from_metadata(benchmark::State& state) {
  const std::string metadata = to_metadata(full_trace());
  for (auto _ : state) benchmark::DoNotOptimize(trace_of(metadata));
}
BENCHMARK(trace_from_metadata);

void traceparent(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(new_traceparent(system_ids()));
}
BENCHMARK(traceparent);

void stream_parse(benchmark::State& state) {
  const std::string text = "account-0193b0c4-7d1a-7c3e-9b57-2f1e8a6c4d90";
  for (auto _ : state) benchmark::DoNotOptimize(StreamId::parse(text));
}
BENCHMARK(stream_parse);

void decimal_parse(benchmark::State& state) {
  const std::string text = "1249.90";
  for (auto _ : state) benchmark::DoNotOptimize(Decimal::parse(text));
}
BENCHMARK(decimal_parse);

void decimal_text(benchmark::State& state) {
  const auto decimal = *Decimal::parse("1249.90");
  for (auto _ : state) benchmark::DoNotOptimize(decimal.text());
}
BENCHMARK(decimal_text);

}  // namespace
}  // namespace daybook
