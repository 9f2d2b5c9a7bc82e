// Changing over HTTP what is kept of a stream: the request, and carrying it out once.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "daybook/event_store.h"
#include "daybook/trace.h"
#include "src/net/http.h"

namespace daybook::server {

struct RetentionChange {
  StreamId stream;
  StreamId about;  // its retention stream
  ExpectedVersion expected;
  bool is_deletion = false;  // what to say then depends on the version
  NewEvent event;            // of all else
  std::string commit_id;     // made from the Idempotency-Key, or empty
};

// PUT, whose body becomes the data of the event as it is; DELETE, with ?tombstone=true for ever.
std::expected<RetentionChange, Error> read_retention_change(const net::Request& request,
                                                            const Trace& trace);

// Blocks. The same change again under its key is answered as the first time.
std::expected<Appended, Error> carry_out(EventStore& store, const RetentionChange& change,
                                         Deadline deadline);

}  // namespace daybook::server
