// Reads over HTTP. Parameters are read on the io thread, pages on the pool.
#include <algorithm>
#include <chrono>
#include <utility>

#include "daybook/envelope.h"
#include "src/server/query.h"
#include "src/server/store_api.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

constexpr auto read_timeout = 10s;

// A page ends early rather than fill the memory; its Link names the next one.
constexpr std::size_t page_bytes_max = 16 << 20;

// An array of envelopes under way, and where reading goes on.
struct Page {
  std::string body;
  std::size_t count = 0;
  bool at_end = false;
  std::uint64_t next = 0;
};

std::string link_to(const std::string& path, std::uint64_t next) {
  return "<" + path + std::to_string(next) + ">; rel=\"next\"";
}

// Reads pages until there are `limit` events, or no more, or enough bytes or time were spent.
// `place` tells which number of an event reading can go on from.
template <class Read, class Next, class Place>
std::expected<Page, Error> collect(std::size_t limit, std::uint64_t from, Read read, Next next,
                                   Place place) {
  const Deadline deadline = within(read_timeout);
  Page page{.next = from};
  JsonWriter json(page.body);
  json.begin_array();
  while (page.count < limit && !page.at_end && page.body.size() < page_bytes_max) {
    auto read_page = read(page.next, limit - page.count, deadline);
    if (!read_page) return std::unexpected(read_page.error());
    page.at_end = read_page->at_end;
    page.next = next(*read_page);
    for (const RecordedEvent& event : read_page->events) {
      write_envelope(event, json);
      ++page.count;
      if (page.body.size() < page_bytes_max || &event == &read_page->events.back()) continue;
      page.at_end = false;
      page.next = place(event);
      break;
    }
    if (std::chrono::steady_clock::now() > deadline) break;
  }
  json.end_array();
  return page;
}

void answer(Responder& responder, std::expected<Page, Error> page, const std::string& link,
            net::Headers headers) {
  if (!page) return responder.fail(page.error());
  if (!page->at_end) headers.emplace_back("Link", link_to(link, page->next));
  responder.json(200, std::move(page->body), std::move(headers));
}

void read_stream(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  auto stream = StreamId::parse(*request.param("stream"));
  if (!stream) return responder->fail(stream.error());
  const auto limit = read_limit(request);
  if (!limit) return responder->fail(limit.error());
  const auto from = read_number(request, "from");
  if (!from) return responder->fail(from.error());
  const auto direction = read_direction(request);
  if (!direction) return responder->fail(direction.error());

  StreamRead read{.stream = std::move(*stream), .direction = *direction};
  Responder::run_on_pool(
      std::move(*responder),
      [&services, read = std::move(read), limit = *limit, from = from->value_or(0),
       link = link_with(request, "from", "")](Responder& reply) mutable {
        auto page = collect(
            limit, from,
            [&](std::uint64_t place, std::size_t count, Deadline deadline) {
              read.from = Version{place};
              read.limit = count;
              return services.store.read_stream(read, deadline);
            },
            [](const EventPage& page) { return page.next_version.value; },
            [](const RecordedEvent& event) { return event.version.value; });
        answer(reply, std::move(page), link, {});
      });
}

void read_log(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  const auto limit = read_limit(request);
  if (!limit) return responder->fail(limit.error());
  const auto from = read_number(request, "from");
  if (!from) return responder->fail(from.error());
  const auto direction = read_direction(request);
  if (!direction) return responder->fail(direction.error());
  const auto since = read_since(request);
  if (!since) return responder->fail(since.error());

  LogRead read{.since = *since, .direction = *direction, .filter = read_filter(request)};
  Responder::run_on_pool(
      std::move(*responder),
      [&services, read = std::move(read), limit = *limit, from = from->value_or(0),
       link = link_with(request, "from", "")](Responder& reply) mutable {
        auto page = collect(
            limit, from,
            [&](std::uint64_t place, std::size_t count, Deadline deadline) {
              read.from = Position{place};
              read.limit = count;
              return services.store.read_log(read, deadline);
            },
            [](const EventPage& page) { return page.next_position.value; },
            [](const RecordedEvent& event) { return event.position.value; });
        const std::string head = std::to_string(services.store.head().value);
        answer(reply, std::move(page), link, {{"Daybook-Head", head}});
      });
}

// A cursor is opaque: "s" and the number that the store gave.
std::expected<std::uint64_t, Error> read_cursor(const net::Request& request) {
  const auto text = request.query("cursor");
  if (!text) return 0;
  const auto number = text->starts_with('s') ? parse_number(text->substr(1)) : std::nullopt;
  if (number) return *number;
  return std::unexpected(invalid("/cursor", "invalid-cursor", "This cursor was not made here"));
}

std::string body_of(const StreamsPage& page) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("streams").begin_array();
  for (const StreamInfo& stream : page.streams) {
    json.begin_object();
    json.key("stream").string(stream.stream);
    json.key("version").number(stream.version.value);
    json.key("lastPosition").number(stream.last_position.value);
    json.key("lastTime").string(to_text(stream.last_time));
    json.end_object();
  }
  json.end_array();
  if (!page.at_end) json.key("nextCursor").string("s" + std::to_string(page.next));
  json.end_object();
  return body;
}

void list_streams(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  const auto limit = read_limit(request);
  if (!limit) return responder->fail(limit.error());
  const auto cursor = read_cursor(request);
  if (!cursor) return responder->fail(cursor.error());
  StreamsRead read{.category = std::string(request.query("category").value_or("")),
                   .after = *cursor,
                   .limit = *limit};
  Responder::run_on_pool(std::move(*responder),
                         [&services, read = std::move(read),
                          link = link_with(request, "cursor", "s")](Responder& reply) {
                           auto page = services.store.streams(read, within(read_timeout));
                           if (!page) return reply.fail(page.error());
                           net::Headers headers;
                           if (!page->at_end)
                             headers.emplace_back("Link", link_to(link, page->next));
                           reply.json(200, body_of(*page), std::move(headers));
                         });
}

std::string body_of(const Appended& landed) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("landed").boolean(true);
  json.key("streams").begin_array();
  for (const Appended::Stream& stream : landed.streams) {
    json.begin_object();
    json.key("stream").string(stream.stream.text());
    json.key("version").number(stream.version.value);
    json.end_object();
  }
  json.end_array();
  json.key("position").number(landed.position.value);
  json.end_object();
  return body;
}

void find_commit(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  Responder::run_on_pool(
      std::move(*responder),
      [&services, id = std::string(*request.param("commitId"))](Responder& reply) {
        const auto outcome = services.store.outcome(id, within(read_timeout));
        if (!outcome) return reply.fail(outcome.error());
        if (*outcome) return reply.json(200, body_of(**outcome));
        reply.fail(
            refuse("unknown-commit", "No append with this commit id has landed", Blame::unknown));
      });
}

}  // namespace

void add_read_routes(net::Router& router, Services& services) {
  using Function = void (*)(Services&, const net::Request&, net::Respond);
  const std::pair<std::string_view, Function> routes[] = {
      {"/api/streams/{stream}/events", read_stream},
      {"/streams/{stream}/events", read_stream},
      {"/api/events", read_log},
      {"/events", read_log},
      {"/api/streams", list_streams},
      {"/streams", list_streams},
      {"/api/commits/{commitId}", find_commit}};
  for (const auto& [path, function] : routes) {
    router.add(net::Method::get, path,
               [&services, function = function](const net::Request& request, net::Respond respond) {
                 function(services, request, std::move(respond));
               });
  }
}

}  // namespace daybook::server
