#include "src/server/web_socket.h"

#include <atomic>
#include <map>
#include <utility>

#include "daybook/form.h"
#include "daybook/json.h"
#include "daybook/row_filter.h"
#include "src/server/live_messages.h"
#include "src/server/problem.h"
#include "src/server/request_trace.h"

namespace daybook::server {
namespace {

constexpr std::size_t subscriptions_max = 64;
constexpr std::size_t commands_max = 256;  // of one connection, not answered yet

using SocketPointer = std::shared_ptr<net::WebSocket>;  // shared with the connection

class SocketReader final : public FeedReader {
 public:
  SocketReader(SocketPointer socket, std::string id)
      : socket_(std::move(socket)), id_(std::move(id)) {}

  bool has_room() const override { return socket_->buffered_bytes() <= feed_low_water_bytes; }

  std::size_t take(std::span<const RecordedEvent> events) override {
    std::size_t taken = 0;
    while (taken < events.size() && (taken == 0 || has_room())) {
      socket_->send(event_message(id_, events[taken++]));
    }
    return taken;
  }

  void reached_head() override { socket_->send(live_message(id_)); }
  void fail(const Error& error) override { socket_->send(error_message(id_, error)); }

 private:
  const SocketPointer socket_;
  const std::string id_;
};

// The rows of a live query. What a slow client has not read yet is bounded by its connection.
class SocketRows final : public LiveReader {
 public:
  SocketRows(SocketPointer socket, std::string id)
      : socket_(std::move(socket)), id_(std::move(id)) {}

  void snapshot(std::string_view rows, Position position) override {
    socket_->send(snapshot_message(id_, rows, position));
  }
  void update(std::string_view row, Position position) override {
    socket_->send(update_message(id_, row, position));
  }
  void remove(std::string_view key, Position position) override {
    socket_->send(remove_message(id_, key, position));
  }
  void fail(const Error& error) override { socket_->send(error_message(id_, error)); }

 private:
  const SocketPointer socket_;
  const std::string id_;
};

// One connection. Its functions are called on the connection's io thread alone.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Services& services, Feeds& feeds, Trace trace)
      : services_(services), feeds_(feeds), trace_(std::move(trace)) {}

  void open(SocketPointer socket) { socket_ = std::move(socket); }

  void on_message(std::string_view text) {
    auto message = read_message(text);
    if (!message) return fail(message.error().id, message.error().error);
    switch (message->kind) {
      case ClientMessage::Kind::command:
        return run(std::move(*message));
      case ClientMessage::Kind::subscribe:
        return subscribe(std::move(*message));
      case ClientMessage::Kind::unsubscribe:
        return unsubscribe(message->id);
    }
  }

  void on_drain() {
    for (const auto& [id, feed] : feeds_by_id_) feed->wake();
  }

  void on_close() {
    for (const auto& [id, feed] : feeds_by_id_) feed->stop();
    feeds_by_id_.clear();
    for (const auto& [id, live] : live_by_id_) live->stop();
    live_by_id_.clear();
    services_.log.write(LogLevel::info, "socket closed", {{"traceId", trace_.trace_id}});
  }

 private:
  void fail(std::string_view id, const Error& error) { socket_->send(error_message(id, error)); }

  void subscribe(ClientMessage message) {
    if (feeds_by_id_.contains(message.id) || live_by_id_.contains(message.id)) {
      return fail(message.id, refuse("id-in-use", "This id names another subscription"));
    }
    if (feeds_by_id_.size() + live_by_id_.size() >= subscriptions_max) {
      return fail(message.id,
                  refuse("too-many-subscriptions", "A connection has at most 64 subscriptions"));
    }
    if (!message.rows.empty()) return subscribe_rows(std::move(message));
    auto feed = feeds_.make(std::move(message.query));
    feeds_by_id_.emplace(message.id, feed);
    feed->start(std::make_unique<SocketReader>(socket_, std::move(message.id)));
  }

  void subscribe_rows(ClientMessage message) {
    const TableShape* shape = services_.api.find_table(message.rows);
    if (shape == nullptr) {
      return fail(message.id,
                  invalid("/rows", "unknown-table", "There is no table " + message.rows));
    }
    LiveQuery query{.table = message.rows, .where = {}};
    for (const auto& [column, text] : message.where) {
      auto filter = equal_in(*shape, column, text);
      if (!filter) {
        return fail(message.id, within("/where" + pointer_to(column), std::move(filter.error())));
      }
      query.where.push_back(std::move(*filter));
    }
    auto reader = std::make_unique<SocketRows>(socket_, message.id);
    live_by_id_.emplace(message.id,
                        services_.live_queries.subscribe(std::move(query), std::move(reader)));
  }

  void unsubscribe(const std::string& id) {
    if (const auto live = live_by_id_.find(id); live != live_by_id_.end()) {
      live->second->stop();
      live_by_id_.erase(live);
      return;
    }
    const auto found = feeds_by_id_.find(id);
    if (found == feeds_by_id_.end()) {
      return fail(id, refuse("unknown-subscription", "No subscription has this id"));
    }
    found->second->stop();
    feeds_by_id_.erase(found);
  }

  void run(ClientMessage message) {
    const Operation* operation = services_.api.find_command(message.name);
    if (operation == nullptr) {
      return fail(message.id,
                  invalid("/name", "unknown-command", "There is no command " + message.name));
    }
    if (commands_.load() >= commands_max) {
      return fail(message.id, fault("overloaded", "Too many commands of this connection wait"));
    }
    Call call{.id = id_in(message.data, operation->id_name),
              .body = std::move(message.data),
              .is_message = true,
              .idempotency_key = std::move(message.key),
              .trace = next_trace()};
    std::string trace_id = call.trace.trace_id;
    ++commands_;
    operation->run(
        std::move(call),
        [self = shared_from_this(), id = std::move(message.id), trace_id = std::move(trace_id),
         hold = services_.in_flight.hold()](std::expected<Reply, Error> reply) {
          --self->commands_;
          self->answer(id, trace_id, reply);
        });
  }

  // From any thread.
  void answer(std::string_view id, std::string_view trace_id,
              const std::expected<Reply, Error>& reply) {
    if (reply) {
      socket_->send(result_message(id, reply->status, reply->body));
      return;
    }
    const Problem problem = problem_of(reply.error());
    socket_->send(result_message(id, problem.status, body_of(problem, trace_id)));
  }

  // The aggregate's id, which HTTP has in its path.
  static std::string id_in(std::string_view data, std::string_view name) {
    if (name.empty()) return {};
    const auto json = parse_json(data);
    const Json* id = json ? json->find(name) : nullptr;
    return id != nullptr && id->is(Json::Kind::string) ? id->text : std::string();
  }

  // Each command is a span of its own, in the trace that the connection began with.
  Trace next_trace() const {
    Trace trace = trace_;
    trace.traceparent = new_traceparent(services_.ids, trace_.trace_id);
    trace.correlation_id = services_.ids.next().text();
    return trace;
  }

  Services& services_;
  Feeds& feeds_;
  const Trace trace_;
  SocketPointer socket_;
  std::map<std::string, std::shared_ptr<Feed>> feeds_by_id_;  // shared with the feeds' thread
  // Shared with the thread of the live queries.
  std::map<std::string, std::shared_ptr<LiveSubscription>> live_by_id_;
  std::atomic<std::size_t> commands_ = 0;
};

void open(Services& services, Feeds& feeds, const net::Request& request,
          net::WebSocketReply reply) {
  auto trace = read_trace(request, services.ids);
  if (!trace) {
    const std::string traceparent = new_traceparent(services.ids);
    return std::move(reply).respond(
        response_of(problem_of(trace.error()), *trace_id_of(traceparent)));
  }
  net::Headers headers;
  write_trace(*trace, headers);
  services.log.write(LogLevel::info, "socket opened", {{"traceId", trace->trace_id}});
  // Shared by the callbacks of the connection and by commands under way.
  const auto session = std::make_shared<Session>(services, feeds, std::move(*trace));
  session->open(std::move(reply).accept(
      {.on_message = [session](net::WebSocket&,
                               std::string_view text) { session->on_message(text); },
       .on_drain = [session](net::WebSocket&) { session->on_drain(); },
       .on_close = [session](net::WebSocket&, std::uint16_t,
                             std::string_view) { session->on_close(); }},
      std::move(headers)));
}

}  // namespace

void add_web_socket_route(net::Router& router, Services& services, Feeds& feeds) {
  router.add_websocket("/ws",
                       [&services, &feeds](const net::Request& request, net::WebSocketReply reply) {
                         open(services, feeds, request, std::move(reply));
                       });
}

}  // namespace daybook::server
