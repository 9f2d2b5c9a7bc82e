// A connection that speaks HTTP: reads requests, hands them to the router's handlers, and writes
// the answers in the order of the requests, whatever order they come in.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "src/net/exchange.h"
#include "src/net/request_parser.h"
#include "src/net/session.h"

namespace daybook::net {

class Connection;
struct Service;

class HttpSession final : public Session, private AnswerReader {
 public:
  explicit HttpSession(Connection& connection);
  ~HttpSession() override;

  void advance() override;
  bool wants_input() const override;
  void on_end_of_input() override;
  void on_tick(TimePoint now) override;
  void on_stall() override;
  void on_stop() override;
  void on_gone() override;

 private:
  using ExchangePointer = std::shared_ptr<Exchange>;  // Shared with the handler, until answered.

  void on_answer() override;

  // Reading: each returns whether it is worth calling again.
  bool may_read_head() const;
  bool read_request();
  bool read_head();
  bool read_body();
  std::optional<ProtocolError> understand(std::string_view head, Exchange& exchange);
  void begin_body(Exchange& exchange);
  void handle(const ExchangePointer& exchange);
  void refuse(const ProtocolError& error);

  // Writing.
  bool write_answers();
  void write_answer(Exchange& exchange);
  void write_response_of(Exchange& exchange, Response response);
  void continue_body();

  ExchangePointer new_exchange();
  void recycle(ExchangePointer exchange);
  void forget_in_flight();

  Connection& connection_;
  const Service& service_;
  HeadScan scan_;
  RequestParser parser_;

  std::deque<ExchangePointer> in_flight_;  // In the order of arrival.
  ExchangePointer reading_body_;           // Also the last in flight.
  std::vector<ExchangePointer> spare_;

  TimePoint idle_since_;
  TimePoint begun_at_;  // Of the head or the body that is arriving.
  bool head_begun_ = false;
  bool advancing_ = false;
  bool waits_for_stream_ = false;  // What follows may not be HTTP: read no further.
  bool no_more_requests_ = false;  // Stopping, or the protocol was broken.
  bool done_ = false;
};

}  // namespace daybook::net
