#include "src/net/http_session.h"

#include <exception>
#include <utility>

#include "src/net/connection.h"
#include "src/net/dispatch.h"
#include "src/net/event_stream_session.h"
#include "src/net/io_loop.h"
#include "src/net/response_writer.h"
#include "src/net/service.h"
#include "src/net/web_socket_handshake.h"
#include "src/net/web_socket_session.h"

namespace daybook::net {

namespace {

constexpr ProtocolError late_head = {408, "request-timeout",
                                     "The request headers did not arrive in time."};
constexpr ProtocolError late_body = {408, "request-timeout",
                                     "The request body did not arrive in time."};

// A client that does not read its answers is not asked for more requests.
constexpr std::size_t unsent_bytes_max = 256 * 1024;

constexpr std::size_t spare_max = 4;

Outbox::Bounds bounds_of(const ServerOptions& options) {
  return {options.limits.stream_bytes_max, options.low_water_bytes};
}

}  // namespace

HttpSession::HttpSession(Connection& connection)
    : connection_(connection),
      service_(connection.loop().service()),
      parser_(service_.options.limits),
      idle_since_(connection.loop().now()) {}

HttpSession::~HttpSession() = default;

void HttpSession::advance() {
  if (advancing_) return;
  advancing_ = true;
  do {
    while (!done_ && read_request()) continue;
  } while (!done_ && write_answers());
  advancing_ = false;
  if (done_ || !in_flight_.empty()) return;
  if (no_more_requests_) {
    done_ = true;
    connection_.finish();
  }
}

void HttpSession::on_answer() {
  if (!advancing_) connection_.settle_later();
}

bool HttpSession::wants_input() const {
  if (reading_body_) return true;
  const Limits& limits = service_.options.limits;
  return may_read_head() || connection_.input().size() < limits.header_bytes_max;
}

bool HttpSession::may_read_head() const {
  return !no_more_requests_ && !waits_for_stream_ &&
         in_flight_.size() < service_.options.limits.pipelined_max &&
         connection_.unsent_bytes() < unsent_bytes_max;
}

bool HttpSession::read_request() {
  if (reading_body_) return read_body();
  return may_read_head() && read_head();
}

bool HttpSession::read_head() {
  InputBuffer& input = connection_.input();
  if (!head_begun_) {
    // An empty line before a request is an old client's habit (RFC 9112, 2.2).
    while (input.bytes().starts_with("\r\n")) input.consume(2);
    if (input.size() == 0 || input.bytes() == "\r") return false;
    head_begun_ = true;
    begun_at_ = connection_.loop().now();
  }
  const HeadScan::Result found = scan_.scan(input.bytes(), service_.options.limits);
  if (!found.error && found.head_bytes == 0) return false;
  head_begun_ = false;
  scan_.reset();
  if (found.error) {
    refuse(*found.error);
    return false;
  }
  ExchangePointer exchange = new_exchange();
  exchange->head.assign(input.bytes().substr(0, found.head_bytes));
  input.consume(found.head_bytes);
  if (const auto error = understand(exchange->head, *exchange)) {
    refuse(*error);
    return false;
  }
  in_flight_.push_back(exchange);
  if (parser_.has_body()) {
    reading_body_ = std::move(exchange);
    begin_body(*reading_body_);
  } else {
    handle(exchange);
  }
  return true;
}

std::optional<ProtocolError> HttpSession::understand(std::string_view head, Exchange& exchange) {
  Request& request = exchange.request;
  request.remote_address = exchange.remote_address = connection_.remote_address();
  request.secure = connection_.is_secure();
  request.received_at = begun_at_;
  if (const auto error = parser_.parse_head(head, request)) return error;
  exchange.keep_alive = parser_.keep_alive();
  exchange.is_http_1_0 = parser_.is_http_1_0();

  return resolve_target(service_, exchange);
}

void HttpSession::begin_body(Exchange& exchange) {
  begun_at_ = connection_.loop().now();
  exchange.expects_continue = parser_.expects_continue() && connection_.input().size() == 0;
  continue_body();
}

// An interim answer may not overtake the answers to earlier requests.
void HttpSession::continue_body() {
  if (!reading_body_ || in_flight_.front() != reading_body_) return;
  if (!std::exchange(reading_body_->expects_continue, false)) return;
  connection_.output().append("HTTP/1.1 100 Continue\r\n\r\n");
}

bool HttpSession::read_body() {
  InputBuffer& input = connection_.input();
  if (input.size() == 0) return false;
  const auto step = parser_.read_body(input.bytes(), reading_body_->body);
  input.consume(step.used);
  if (step.error) {
    refuse(*step.error);
    return false;
  }
  if (parser_.has_body()) return false;
  const ExchangePointer exchange = std::exchange(reading_body_, nullptr);
  exchange->request.body = exchange->body;
  handle(exchange);
  return true;
}

void HttpSession::handle(const ExchangePointer& exchange) {
  waits_for_stream_ = opens_stream(*exchange);
  dispatch(service_, exchange);
}

// The answer takes its turn behind the answers to earlier requests, and is the last.
void HttpSession::refuse(const ProtocolError& error) {
  if (reading_body_) {
    reading_body_ = nullptr;
    in_flight_.pop_back();
  }
  no_more_requests_ = true;
  ExchangePointer exchange = new_exchange();
  exchange->is_protocol_error = exchange->answered = true;
  exchange->outcome = service_.error(error.status, error.code, error.detail);
  in_flight_.push_back(std::move(exchange));
}

// True if an answer was written, so that there may be room for another request.
bool HttpSession::write_answers() {
  bool wrote = false;
  while (!done_ && !in_flight_.empty() && in_flight_.front()->answered) {
    const ExchangePointer exchange = std::move(in_flight_.front());
    in_flight_.pop_front();
    write_answer(*exchange);
    recycle(exchange);
    wrote = true;
  }
  if (!done_) continue_body();
  if (wrote && in_flight_.empty()) idle_since_ = connection_.loop().now();
  return wrote;
}

void HttpSession::write_answer(Exchange& exchange) {
  waits_for_stream_ = false;
  const Framing framing = {.date = connection_.loop().date(),
                           .is_http_1_0 = exchange.is_http_1_0,
                           .close = !exchange.keep_alive || no_more_requests_};
  if (auto* stream = std::get_if<OpenedEventStream>(&exchange.outcome)) {
    write_stream_head(stream->headers, framing, connection_.output());
    done_ = true;
    return connection_.become(std::make_unique<EventStreamSession>(connection_, std::move(*stream),
                                                                   !exchange.is_http_1_0));
  }
  if (auto* socket = std::get_if<OpenedWebSocket>(&exchange.outcome)) {
    const auto key = exchange.request.header("Sec-WebSocket-Key");
    write_upgrade_head(accept_key(key.value_or("")), socket->headers, framing.date,
                       connection_.output());
    done_ = true;
    return connection_.become(std::make_unique<WebSocketSession>(connection_, std::move(*socket)));
  }
  if (auto* response = std::get_if<Response>(&exchange.outcome)) {
    return write_response_of(exchange, std::move(*response));
  }
  write_response_of(exchange,
                    service_.error(500, "internal-error", "The request was not answered."));
}

void HttpSession::write_response_of(Exchange& exchange, Response response) {
  const auto& after = service_.options.filters.after;
  if (after && !exchange.is_protocol_error) {
    try {
      after(exchange.request, response);
    } catch (const std::exception&) {
      // The answer stands without what the filter would have added.
    }
  }
  const bool stopping = no_more_requests_ && in_flight_.empty();
  const bool close = response.close || !exchange.keep_alive || stopping;
  const Framing framing = {
      .date = connection_.loop().date(),
      .is_http_1_0 = exchange.is_http_1_0,
      .without_body = exchange.request.method == Method::head && !exchange.is_protocol_error,
      .close = close};
  write_response(std::move(response), framing, connection_.output());
  if (!close) return;
  forget_in_flight();
  done_ = true;
  connection_.finish();
}

void HttpSession::on_end_of_input() {
  if (reading_body_) {
    reading_body_ = nullptr;
    in_flight_.pop_back();
  }
  // Whole requests that came before the end are still read, then none.
  while (!done_ && read_request()) continue;
  no_more_requests_ = true;
}

void HttpSession::on_tick(TimePoint now) {
  const Timeouts& timeouts = service_.options.timeouts;
  if (reading_body_) {
    if (now - begun_at_ >= timeouts.body) refuse(late_body);
  } else if (head_begun_) {
    if (!no_more_requests_ && now - begun_at_ >= timeouts.header) refuse(late_head);
  } else if (in_flight_.empty() && now - idle_since_ >= timeouts.idle) {
    done_ = true;
    connection_.finish();
  }
}

void HttpSession::on_stall() { connection_.abort(); }

void HttpSession::on_stop() { no_more_requests_ = true; }

void HttpSession::on_gone() {
  done_ = true;
  forget_in_flight();
}

HttpSession::ExchangePointer HttpSession::new_exchange() {
  // A handler may hold on to its answering end for a moment after it has answered.
  if (!spare_.empty() && spare_.back().use_count() == 1) {
    ExchangePointer exchange = std::move(spare_.back());
    spare_.pop_back();
    exchange->reset();
    return exchange;
  }
  auto exchange =
      std::make_shared<Exchange>(connection_.loop().mailbox(), bounds_of(service_.options));
  exchange->reader = this;
  return exchange;
}

void HttpSession::recycle(ExchangePointer exchange) {
  if (spare_.size() < spare_max) {
    spare_.push_back(std::move(exchange));
  } else {
    exchange->reader = nullptr;
  }
}

void HttpSession::forget_in_flight() {
  for (const auto& exchange : in_flight_) exchange->reader = nullptr;
  for (const auto& exchange : spare_) exchange->reader = nullptr;
  if (reading_body_) reading_body_->reader = nullptr;
  reading_body_ = nullptr;
  in_flight_.clear();
  spare_.clear();
}

}  // namespace daybook::net
