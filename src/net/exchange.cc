#include "src/net/exchange.h"

#include <utility>

namespace daybook::net {

namespace {

// Small enough for std::move_only_function to keep it inside: no allocation for a Respond.
class Ticket {
 public:
  explicit Ticket(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  Ticket(Ticket&&) noexcept = default;
  Ticket& operator=(Ticket&&) = delete;
  ~Ticket() {
    if (exchange_) Exchange::answer(std::move(exchange_), Dropped{});
  }

  void operator()(Response response) {
    if (exchange_) Exchange::answer(std::move(exchange_), std::move(response));
  }

 private:
  std::shared_ptr<Exchange> exchange_;  // Shared with the session that waits.
};
static_assert(sizeof(Ticket) <= 2 * sizeof(void*));

void clear(std::string& text) {
  constexpr std::size_t kept_bytes_max = 16 * 1024;
  if (text.capacity() > kept_bytes_max) text = {};
  text.clear();
}

}  // namespace

Exchange::Exchange(std::shared_ptr<Mailbox> mailbox, Outbox::Bounds bounds)
    : mailbox_(std::move(mailbox)), bounds_(bounds) {}

void Exchange::answer(std::shared_ptr<Exchange> exchange, Outcome outcome) {
  exchange->outcome = std::move(outcome);
  if (exchange->mailbox_->is_on_io_thread()) return exchange->deliver();
  Mailbox& mailbox = *exchange->mailbox_;
  mailbox.push(std::move(exchange));
}

Respond Exchange::respond(std::shared_ptr<Exchange> exchange) {
  return Ticket(std::move(exchange));
}

std::shared_ptr<Outbox> Exchange::new_outbox() const {
  return std::make_shared<Outbox>(mailbox_, bounds_);
}

void Exchange::deliver() noexcept {
  answered = true;
  if (reader) reader->on_answer();
}

void Exchange::reset() {
  request.headers.clear();
  request.query_list.clear();
  request.param_list.clear();
  request.route = request.path = request.body = {};
  clear(head);
  clear(body);
  clear(arena);
  expects_continue = is_protocol_error = answered = is_http_1_0 = false;
  keep_alive = true;
  outcome = Dropped{};
}

}  // namespace daybook::net
