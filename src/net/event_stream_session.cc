#include "src/net/event_stream_session.h"

#include <array>
#include <cstdio>
#include <utility>

#include "src/net/connection.h"
#include "src/net/io_loop.h"

namespace daybook::net {

namespace {

class EventStreamHandle final : public EventStream {
 public:
  explicit EventStreamHandle(std::shared_ptr<Outbox> outbox) : outbox_(std::move(outbox)) {}

  bool send(std::string_view chunk) override { return outbox_->add(chunk, {}); }
  std::size_t buffered_bytes() const override { return outbox_->buffered_bytes(); }
  bool is_open() const override { return outbox_->is_open(); }
  void close() override { outbox_->close(0, {}); }

 private:
  const std::shared_ptr<Outbox> outbox_;  // Shared with the connection.
};

}  // namespace

std::shared_ptr<EventStream> event_stream_handle(std::shared_ptr<Outbox> outbox) {
  return std::make_shared<EventStreamHandle>(std::move(outbox));
}

EventStreamSession::EventStreamSession(Connection& connection, OpenedEventStream stream,
                                       bool chunked)
    : connection_(connection),
      stream_(std::move(stream)),
      chunked_(chunked),
      last_write_(connection.loop().now()) {
  stream_.outbox->set_reader(this);
  if (connection.loop().is_stopping()) stream_.outbox->close(0, {});
}

EventStreamSession::~EventStreamSession() { stream_.outbox->set_reader(nullptr); }

void EventStreamSession::on_outbox() { connection_.settle_later(); }

void EventStreamSession::advance() {
  connection_.input().clear();
  if (ended_) return;
  Outbox::Taken taken = stream_.outbox->take();
  if (taken.overflowed) return connection_.abort();
  write(std::move(taken.bytes));
  if (taken.close) return finish();
  if (stream_.outbox->update_unsent(connection_.unsent_bytes()) && stream_.callbacks.on_drain) {
    stream_.callbacks.on_drain(*stream_.handle);
  }
}

void EventStreamSession::write(std::string&& bytes) {
  if (bytes.empty()) return;
  last_write_ = connection_.loop().now();
  OutputQueue& output = connection_.output();
  if (!chunked_) return output.take(std::move(bytes));
  std::array<char, 24> size;
  const int length = std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  output.append(std::string_view(size.data(), static_cast<std::size_t>(length)));
  output.take(std::move(bytes));
  output.append("\r\n");
}

void EventStreamSession::finish() {
  if (chunked_) connection_.output().append("0\r\n\r\n");
  connection_.finish();
  end();
}

void EventStreamSession::end() {
  if (std::exchange(ended_, true)) return;
  stream_.outbox->end();
  const EventStreamCallbacks callbacks = std::exchange(stream_.callbacks, {});
  try {
    if (callbacks.on_close) callbacks.on_close(*stream_.handle);
  } catch (...) {
    // The stream has ended all the same.
  }
}

void EventStreamSession::on_end_of_input() { connection_.abort(); }

void EventStreamSession::on_tick(TimePoint now) {
  if (ended_ || now - last_write_ < connection_.loop().service().options.timeouts.heartbeat) return;
  write(":\n\n");
}

void EventStreamSession::on_stall() { connection_.abort(); }

void EventStreamSession::on_stop() { stream_.outbox->close(0, {}); }

void EventStreamSession::on_gone() { end(); }

}  // namespace daybook::net
