// The measurements that `daybook bench` offers, each a verb below it.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace daybook::cli {

void add_replay_bench(CLI::App& bench_verb, int& exit_code);
void add_read_bench(CLI::App& bench_verb, int& exit_code);

}  // namespace daybook::cli
