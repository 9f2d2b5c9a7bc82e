// One client: moves bytes between its transport and its session, and knows how to end well.
// Lives on one io thread. Shared by the loop's list and by operations under way.
#pragma once

#include <memory>
#include <string>

#include "src/net/input_buffer.h"
#include "src/net/output_queue.h"
#include "src/net/session.h"
#include "src/net/transport.h"

namespace daybook::net {

class IoLoop;

class Connection final : public TransportOwner, public std::enable_shared_from_this<Connection> {
 public:
  Connection(IoLoop& loop, std::unique_ptr<Transport> transport, std::string remote_address);
  ~Connection() override;

  // For sessions.
  IoLoop& loop() const { return loop_; }
  const std::string& remote_address() const { return remote_address_; }
  bool is_secure() const { return transport_->is_secure(); }
  InputBuffer& input() { return input_; }
  OutputQueue& output() { return output_; }
  std::size_t unsent_bytes() const { return output_.size(); }
  void become(std::unique_ptr<Session> session);  // The old one lives on, unused, to the end.
  void finish();        // Sends what is queued, then ends so that the client can read it all.
  void abort();         // Ends now.
  void settle_later();  // Has settle() called soon; many calls become one.

  // For the loop. settle() lets the session advance, writes, and reads on.
  void settle() noexcept;
  void tick(TimePoint now) noexcept;
  void stop() noexcept;
  bool is_gone() const { return gone_; }

  std::size_t place_in_loop = 0;      // Kept by the loop.
  bool is_waiting_to_settle = false;  // Kept by the loop.

  void on_read(IoStatus status, std::size_t count) override;
  void on_writable(IoStatus status) override;

 private:
  template <class Work>
  void guarded(Work work) noexcept;  // What throws costs this connection, no other.
  void go_on();
  bool write_some();
  void linger();
  void read_on();

  IoLoop& loop_;
  const std::unique_ptr<Transport> transport_;
  const std::string remote_address_;
  InputBuffer input_;
  OutputQueue output_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Session> retired_;

  std::size_t read_bytes_;
  TimePoint progress_at_;  // Of the output, while it waits.
  TimePoint linger_until_;
  bool is_reading_ = false;
  bool is_waiting_to_write_ = false;
  bool input_ended_ = false;
  bool finishing_ = false;
  bool lingering_ = false;
  bool gone_ = false;
};

}  // namespace daybook::net
