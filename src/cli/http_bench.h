// How many appends of one event a server answers over HTTP: each connection is kept alive and has
// one request outstanding, with the exact expected version of its stream.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

namespace daybook::cli {

struct HttpBenchOptions {
  std::size_t connections = 16;
  std::size_t streams = 100'000;  // divided among the connections, appended to in turn
  std::size_t event_bytes = 256;
  std::size_t metadata_bytes = 100;
  double seconds = 5;
  std::uint64_t requests = 0;  // ends before the time after about so many; 0: does not
};

struct HttpBenchResult {
  std::uint64_t requests = 0;
  double seconds = 0;
  double p50_us = 0, p99_us = 0;
  double other_cpu_seconds = 0;  // of this process, without the connections' own threads
};

// The error is a line for people.
std::expected<HttpBenchResult, std::string> bench_http(const std::string& url,
                                                       const HttpBenchOptions& options);

}  // namespace daybook::cli
