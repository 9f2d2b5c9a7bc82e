#include "src/server/live_events.h"

#include <utility>

#include "daybook/envelope.h"
#include "src/server/query.h"
#include "src/server/request_trace.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

// Sent to the connection at once; a larger event goes alone.
constexpr std::size_t chunk_bytes = 32 * 1024;

// id: POSITION, then the envelope as data. A line break in the envelope can only stand between
// JSON tokens, where a space means the same.
void append_message(std::string& chunk, const RecordedEvent& event) {
  chunk += "id: ";
  chunk += std::to_string(event.position.value);
  chunk += "\ndata: ";
  const std::size_t begin = chunk.size();
  JsonWriter json(chunk);
  write_envelope(event, json);
  for (std::size_t at = begin; at < chunk.size(); ++at) {
    if (chunk[at] == '\n' || chunk[at] == '\r') chunk[at] = ' ';
  }
  chunk += "\n\n";
}

class StreamReader final : public FeedReader {
 public:
  // The stream is shared with its connection.
  StreamReader(std::shared_ptr<net::EventStream> stream, Log& log)
      : stream_(std::move(stream)), log_(log) {}

  bool has_room() const override { return stream_->buffered_bytes() <= feed_low_water_bytes; }

  std::size_t take(std::span<const RecordedEvent> events) override {
    chunk_.clear();
    std::size_t taken = 0;
    while (taken < events.size() && chunk_.size() < chunk_bytes) {
      append_message(chunk_, events[taken++]);
    }
    stream_->send(chunk_);
    return taken;
  }

  void reached_head() override {}

  void fail(const Error& error) override {
    log_.write(LogLevel::error, error.detail, {{"code", error.code}});
    stream_->close();  // the client comes back with its last id
  }

 private:
  const std::shared_ptr<net::EventStream> stream_;
  Log& log_;
  std::string chunk_;
};

std::expected<Position, Error> read_start(const net::Request& request) {
  if (const auto last = request.header("Last-Event-ID"); last && !last->empty()) {
    if (const auto position = parse_number(*last)) return Position{*position};
    return std::unexpected(
        refuse("invalid-last-event-id", "Last-Event-ID must be a position", Blame::input));
  }
  const auto from = read_number(request, "from");
  if (!from) return std::unexpected(from.error());
  return Position{from->value_or(0)};
}

std::expected<FeedQuery, Error> read_query(const net::Request& request) {
  FeedQuery query{.filter = read_filter(request)};
  const auto from = read_start(request);
  if (!from) return std::unexpected(from.error());
  query.from = *from;
  const auto since = read_since(request);
  if (!since) return std::unexpected(since.error());
  query.since = *since;
  query.stream = request.query("stream").value_or("");
  return query;
}

void open(Services& services, Feeds& feeds, const Cors& cors, const net::Request& request,
          net::StreamReply reply) {
  // Shared by the two ways to answer: as a stream, or by the responder when something is wrong.
  const auto shared = std::make_shared<net::StreamReply>(std::move(reply));
  auto responder = Responder::begin(services, request, [shared](net::Response response) {
    std::move(*shared).respond(std::move(response));
  });
  if (!responder) return;
  auto query = read_query(request);
  if (!query) return responder->fail(query.error());

  net::Headers headers{{"X-Accel-Buffering", "no"}};
  write_trace(responder->trace(), headers);
  cors.add_headers(request, headers);
  const std::string trace_id = responder->trace().trace_id;
  services.log.write(LogLevel::info, "stream opened",
                     {{"path", request.path}, {"from", query->from.value}, {"traceId", trace_id}});
  const auto feed = feeds.make(std::move(*query));
  auto stream = std::move(*shared).open(
      {.on_drain = [feed](net::EventStream&) { feed->wake(); },
       .on_close =
           [feed, trace_id, &log = services.log](net::EventStream&) {
             feed->stop();
             log.write(LogLevel::info, "stream closed", {{"traceId", trace_id}});
           }},
      std::move(headers));
  feed->start(std::make_unique<StreamReader>(std::move(stream), services.log));
}

}  // namespace

void add_live_routes(net::Router& router, Services& services, Feeds& feeds, const Cors& cors) {
  for (const std::string_view path : {"/api/events/live", "/events/live"}) {
    router.add_stream(
        path, [&services, &feeds, &cors](const net::Request& request, net::StreamReply reply) {
          open(services, feeds, cors, request, std::move(reply));
        });
  }
}

}  // namespace daybook::server
