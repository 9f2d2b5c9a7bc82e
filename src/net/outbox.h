// What any thread has sent into a stream, until the io thread takes it, with the count of bytes
// that the client has not read: the one place where the two sides of a stream meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "src/net/mailbox.h"

namespace daybook::net {

// The connection's side; lives on the io thread.
class OutboxReader {
 public:
  virtual ~OutboxReader() = default;
  virtual void on_outbox() = 0;  // There is something to take.
};

class Outbox final : public Delivery, public std::enable_shared_from_this<Outbox> {
 public:
  struct Bounds {
    std::size_t bytes_max;  // Beyond it the reader is too slow, and is dropped.
    std::size_t low_water_bytes;
  };

  struct CloseRequest {
    std::uint16_t code;
    std::string reason;
  };

  Outbox(std::shared_ptr<Mailbox> mailbox, Bounds bounds);

  // From any thread. The two parts are added as one.
  bool add(std::string_view head, std::string_view bytes);
  void close(std::uint16_t code, std::string_view reason);
  std::size_t buffered_bytes() const;
  bool is_open() const;

  // From here on: the io thread only.
  struct Taken {
    std::string bytes;
    bool overflowed = false;
    std::optional<CloseRequest> close;
  };
  Taken take();

  // Tells how much the connection has not sent. True if it is time for on_drain.
  bool update_unsent(std::size_t bytes);

  void set_reader(OutboxReader* reader) { reader_ = reader; }  // Null once it is gone.
  void end();                                                  // Nothing more is taken.
  void deliver() noexcept override;

 private:
  void tell_reader();  // Under the lock: once until the next take().

  const std::shared_ptr<Mailbox> mailbox_;  // Shared: the outbox may outlive the io thread.
  const Bounds bounds_;
  OutboxReader* reader_ = nullptr;

  mutable std::mutex mutex_;  // Guards all below.
  std::string pending_;
  std::optional<CloseRequest> close_;
  std::size_t unsent_ = 0;
  bool open_ = true;
  bool told_ = false;
  bool overflowed_ = false;
  bool above_low_water_ = false;
};

}  // namespace daybook::net
