#include "src/net/streams.h"

#include <utility>

#include "src/net/event_stream_session.h"
#include "src/net/exchange.h"
#include "src/net/web_socket_session.h"

namespace daybook::net {

StreamReply::StreamReply(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

StreamReply::~StreamReply() {
  if (exchange_) Exchange::answer(std::move(exchange_), Dropped{});
}

std::shared_ptr<EventStream> StreamReply::open(EventStreamCallbacks callbacks, Headers headers) && {
  auto outbox = exchange_->new_outbox();
  auto handle = event_stream_handle(outbox);
  Exchange::answer(
      std::move(exchange_),
      OpenedEventStream{std::move(outbox), handle, std::move(callbacks), std::move(headers)});
  return handle;
}

void StreamReply::respond(Response response) && {
  Exchange::answer(std::move(exchange_), std::move(response));
}

WebSocketReply::WebSocketReply(std::shared_ptr<Exchange> exchange)
    : exchange_(std::move(exchange)) {}

WebSocketReply::~WebSocketReply() {
  if (exchange_) Exchange::answer(std::move(exchange_), Dropped{});
}

std::shared_ptr<WebSocket> WebSocketReply::accept(WebSocketCallbacks callbacks,
                                                  Headers headers) && {
  auto outbox = exchange_->new_outbox();
  auto handle = web_socket_handle(outbox);
  Exchange::answer(std::move(exchange_), OpenedWebSocket{std::move(outbox), handle,
                                                         std::move(callbacks), std::move(headers)});
  return handle;
}

void WebSocketReply::respond(Response response) && {
  Exchange::answer(std::move(exchange_), std::move(response));
}

}  // namespace daybook::net
