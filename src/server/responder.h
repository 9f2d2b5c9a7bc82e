// One request on its way to its answer: the trace it runs under, and every way to answer it.
//
//   auto responder = Responder::begin(services, request, std::move(respond));
//   if (!responder) return;  // answered already: its headers were no good
//   responder->json(200, "{}");
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "daybook/api.h"
#include "daybook/clock.h"
#include "daybook/event_store.h"
#include "daybook/live_query.h"
#include "daybook/trace.h"
#include "src/net/http.h"
#include "src/server/in_flight.h"
#include "src/server/log.h"
#include "src/server/problem.h"
#include "src/server/worker_pool.h"

namespace daybook::server {

// What all handlers share. All of it outlives them.
struct Services {
  EventStore& store;
  Api& api;
  LiveQueries& live_queries;
  IdSource& ids;
  WorkerPool& pool;
  Log& log;
  InFlight& in_flight;
};

class Responder {
 public:
  static std::optional<Responder> begin(Services& services, const net::Request& request,
                                        net::Respond respond);

  const Trace& trace() const { return trace_; }

  // Each answers, once; from any thread.
  void json(int status, std::string body, net::Headers headers = {});
  void fail(const Error& error);
  void fail(const Problem& problem);

  // Runs `work(responder)` on the pool, or answers that too much is waiting.
  template <class Work>
  static void run_on_pool(Responder responder, Work work);

 private:
  Responder(Services& services, Trace trace, net::Respond respond)
      : services_(&services),
        hold_(services.in_flight),
        trace_(std::move(trace)),
        respond_(std::move(respond)) {}
  void send(net::Response response);

  Services* services_;
  InFlight::Hold hold_;
  Trace trace_;
  net::Respond respond_;
};

template <class Work>
void Responder::run_on_pool(Responder responder, Work work) {
  // Shared by the work and by this call, which answers when the pool refuses the work.
  auto shared = std::make_shared<Responder>(std::move(responder));
  const bool taken =
      shared->services_->pool.run([shared, work = std::move(work)]() mutable { work(*shared); });
  if (!taken) shared->fail(fault("overloaded", "Too many requests are waiting"));
}

}  // namespace daybook::server
