// What does JSON cost per command and per event?
#include <benchmark/benchmark.h>

#include "daybook/json.h"

namespace daybook {
namespace {

// A command as an HTTP client sends it: 300 bytes, with some escapes and letters beyond ASCII.
constexpr std::string_view command =
    R"({"orderId":"0193b0c4-7d1a-7c3e-9b57-2f1e8a6c4d90","userId":"user-000001234",)"
    R"("total":1249.90,"currency":"EUR","shippedAt":"2026-03-01T12:00:00.000Z","carrier":"Post",)"
    R"("trackingNumber":"JD014600003SE","note":"leave it \"behind\" the door, Zoë",)"
    R"("lines":[{"sku":"A-1","qty":2},{"sku":"B-77","qty":1,"gift":true}]})";

// An event's data: 256 bytes.
constexpr std::string_view event =
    R"({"accountId":"0193b0c4-7d1a-7c3e-9b57-2f1e8a6c4d90","userId":"user-000001234",)"
    R"("name":"Ada Lovelace","email":"ada@example.org","balance":1249.90,"currency":"EUR",)"
    R"("isClosed":false,"lastActivity":"2026-03-01T12:00:00.000001Z","reason":"User requested"})";

void parse_command(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(parse_json(command));
  state.SetBytesProcessed(state.iterations() * command.size());
}
BENCHMARK(parse_command);

void check_event(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(check_json(event));
  state.SetBytesProcessed(state.iterations() * event.size());
}
BENCHMARK(check_event);

void check_command(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(check_json(command));
  state.SetBytesProcessed(state.iterations() * command.size());
}
BENCHMARK(check_command);

// A megabyte of such objects in a list.
void check_large(benchmark::State& state) {
  std::string text = "[";
  while (text.size() < 1 << 20) text.append(event).append(",");
  text.back() = ']';
  for (auto _ : state) benchmark::DoNotOptimize(check_json(text));
  state.SetBytesProcessed(state.iterations() * text.size());
}
BENCHMARK(check_large);

void write_text(benchmark::State& state) {
  std::string out;
  for (auto _ : state) {
    out.clear();
    JsonWriter(out).string("leave it \"behind\" the door of number 7, please");
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(write_text);

}  // namespace
}  // namespace daybook
