// What every measurement can be told. All take all of it, so that one set of options serves for
// several; what means nothing to one of them is left unused.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace daybook::cli {

struct BenchOptions {
  std::string store;  // empty: a new log below `data`
  std::string data = ".";
  std::size_t writers = 16;
  std::optional<double> seconds;
  std::size_t streams = 100'000;
  std::size_t event_bytes = 256;
  std::size_t metadata_bytes = 100;
  std::optional<std::uint64_t> events;
  bool bulk_fill = false;
  bool json = false;
  std::string url;

  double seconds_or(double otherwise) const { return seconds.value_or(otherwise); }
};

struct BenchVerb {
  std::string name, description, footer;
  std::function<int(const BenchOptions&)> run;  // gives the exit code
};

void add_bench_verb(CLI::App& bench, const BenchVerb& verb, int& exit_code);

}  // namespace daybook::cli
