// Appends over HTTP. Small bodies are read on the io thread, large ones on the pool; the answer
// comes from the store's own thread, which is only given text to hand over.
#include <memory>
#include <utility>

#include "daybook/envelope.h"
#include "daybook/schema_forms.h"
#include "src/server/append_request.h"
#include "src/server/query.h"
#include "src/server/store_api.h"

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t inline_bytes_max = 16 * 1024;
constexpr auto conflict_read_timeout = 5s;

// The body of one request: either form of append.
struct Form {
  bool one_stream = true;
  bool is_array = false;  // of one stream: its events came as an array
};

net::Headers headers_of(const Appended& appended, const Form& form) {
  net::Headers headers;
  if (form.one_stream) {
    headers.emplace_back("ETag",
                         '"' + std::to_string(appended.streams.front().version.value) + '"');
  }
  headers.emplace_back("Daybook-Position", std::to_string(appended.position.value));
  return headers;
}

std::string body_of(const Appended& appended, const Form& form) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("appended").number(appended.events);
  if (form.one_stream) {
    json.key("version").number(appended.streams.front().version.value);
  } else {
    json.key("streams").begin_array();
    for (const Appended::Stream& stream : appended.streams) {
      json.begin_object();
      json.key("stream").string(stream.stream.text());
      json.key("version").number(stream.version.value);
      json.end_object();
    }
    json.end_array();
  }
  json.key("position").number(appended.position.value);
  if (appended.repeated) json.key("repeated").boolean(true);
  json.end_object();
  return body;
}

// With the envelope of the event that stands in the way.
Problem condition_problem(Services& services, const Error& error) {
  Problem problem = problem_of(error);
  const Position before{error.conflict_position.value - 1};
  const auto page =
      services.store.read_log({.from = before, .limit = 1}, within(conflict_read_timeout));
  if (!page || page->events.empty()) return problem;
  problem.members += R"(,"conflict":)";
  JsonWriter json(problem.members);
  write_envelope(page->events.front(), json);
  return problem;
}

void fail(Services& services, Responder& responder, Error error, const Form& form) {
  if (error.kind == ErrorKind::conflict && error.conflict_position.value > 0) {
    return Responder::run_on_pool(std::move(responder),
                                  [&services, error = std::move(error)](Responder& answer) {
                                    answer.fail(condition_problem(services, error));
                                  });
  }
  if (form.one_stream) error.pointer = pointer_in_events(error.pointer, form.is_array);
  responder.fail(error);
}

std::expected<void, Error> check_contexts(const Api& api, const Append& append) {
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    const StreamAppend& stream = append.streams[i];
    for (std::size_t j = 0; j < stream.events.size(); ++j) {
      auto done = api.check_event(stream.stream.text(), stream.events[j]);
      if (done) continue;
      return std::unexpected(
          within("/streams/" + std::to_string(i) + "/events/" + std::to_string(j), done.error()));
    }
  }
  return {};
}

void append(Services& services, Responder responder, Append append, Form form) {
  if (auto done = check_contexts(services.api, append); !done) {
    return fail(services, responder, done.error(), form);
  }
  services.store.append(std::move(append), [&services, form, responder = std::move(responder)](
                                               std::expected<Appended, Error> appended) mutable {
    if (!appended) return fail(services, responder, std::move(appended.error()), form);
    const int status = appended->repeated && !form.one_stream ? 200 : 201;
    responder.json(status, body_of(*appended, form), headers_of(*appended, form));
  });
}

// Runs `read(body, trace)`, which gives the append, here or on the pool, and appends.
template <class Read>
void read_and_append(Services& services, const net::Request& request, Responder responder,
                     Read read) {
  if (!is_json_or_empty(request)) {
    return responder.fail(Problem{415,
                                  "unsupported-media-type",
                                  "The body must be JSON: Content-Type: application/json",
                                  {},
                                  {}});
  }
  auto work = [&services, read = std::move(read)](Responder& answer, std::string_view body) {
    Form form;
    auto wanted = read(body, answer.trace(), form);
    if (!wanted) return answer.fail(wanted.error());
    append(services, std::move(answer), std::move(*wanted), form);
  };
  if (request.body.size() <= inline_bytes_max) return work(responder, request.body);
  // The request's bytes stay where they are until it is answered.
  Responder::run_on_pool(std::move(responder),
                         [work = std::move(work), body = request.body](Responder& answer) mutable {
                           work(answer, body);
                         });
}

void append_to_stream(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  auto stream = read_stream_name(*request.param("stream"));
  if (!stream) return responder->fail(stream.error());
  const auto expected = read_expected(request);
  if (!expected) return responder->fail(expected.error());
  read_and_append(
      services, request, std::move(*responder),
      [stream = std::move(*stream), expected = expected->value_or(ExpectedVersion())](
          std::string_view body, const Trace& trace, Form& form) -> std::expected<Append, Error> {
        auto list = read_events(body, trace);
        if (!list) return std::unexpected(list.error());
        form.is_array = list->is_array;
        Append append;
        append.streams.push_back({stream, expected, std::move(list->events)});
        return append;
      });
}

void append_to_many(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  read_and_append(services, request, std::move(*responder),
                  [](std::string_view body, const Trace& trace, Form& form) {
                    form.one_stream = false;
                    return read_append(body, trace);
                  });
}

}  // namespace

void add_append_routes(net::Router& router, Services& services) {
  const auto to_stream = [&services](const net::Request& request, net::Respond respond) {
    append_to_stream(services, request, std::move(respond));
  };
  router.add(net::Method::post, "/api/streams/{stream}/events", to_stream);
  router.add(net::Method::post, "/streams/{stream}/events", to_stream);
  router.add(net::Method::post, "/api/append",
             [&services](const net::Request& request, net::Respond respond) {
               append_to_many(services, request, std::move(respond));
             });
}

}  // namespace daybook::server
