// The application: a store, what the contexts answer, and a server in front of them.
//
//   auto application = Application::start({.config = config, .contexts = all_contexts()});
//   if (!application) return fail(application.error());
//   (*application)->stop(10s);
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "daybook/clock.h"
#include "daybook/context.h"
#include "src/server/assets.h"
#include "src/server/config.h"

namespace daybook::server {

class Application {
 public:
  struct Options {
    Config config;
    std::vector<Context> contexts;
    std::span<const Asset> assets;
    LogFormat log_format = LogFormat::text;  // what automatic means here
  };

  // Opens the store and serves. The error is one line for people.
  static std::expected<std::unique_ptr<Application>, std::string> start(Options options);

  ~Application();

  Address address() const;

  // Accepts no more, finishes what was accepted, makes it durable. False when some of it was still
  // unfinished at the deadline and was cut off.
  bool stop(std::chrono::milliseconds deadline);

 private:
  class Parts;
  explicit Application(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace daybook::server
