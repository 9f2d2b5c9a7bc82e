// The verbs of the program: `daybook VERB …`.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/context.h"
#include "daybook/event_store.h"

namespace daybook::cli {

// What `daybook serve` can be told; the server reads the texts itself.
struct ServeOption {
  std::string_view name;
  std::string_view value_name;  // empty: a switch
  std::string_view description;
};

struct Serve {
  std::vector<ServeOption> options;
  std::function<int(const std::vector<std::pair<std::string, std::string>>& flags)> run;
};

// Whether an event may be appended by hand: streams of a context take only what it can read.
using CheckEvent = std::function<std::expected<void, Error>(
    EventStore& store, std::string_view stream, const NewEvent& event)>;

// A server in this process; gone with the object.
class RunningServer {
 public:
  virtual ~RunningServer() = default;
  virtual std::string url() const = 0;
};

// What the verbs need of other parts.
struct Parts {
  Serve serve;
  // Serves a store, with its other files below `data`, on a free port. The error is a line.
  std::function<std::expected<std::unique_ptr<RunningServer>, std::string>(
      const std::string& store_url, const std::string& data)>
      start_server;
  CheckEvent check_event;
  std::function<std::string()> openapi_document;
  std::vector<Context> contexts;
};

// Gives the exit code: 0, 1 for what failed, 2 for what was asked wrongly.
int run(int argc, const char* const* argv, const Parts& parts);

}  // namespace daybook::cli
