// What makes a request the same as an earlier one: the client's idempotency key, and a fingerprint
// of what was asked, kept in the metadata of the events that it led to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daybook/command_handler.h"
#include "daybook/json.h"
#include "daybook/uuid.h"

namespace daybook {

struct KeyedRequest {
  std::string_view category;
  std::string_view key;  // the client's
  std::string_view command;
  std::string_view id;  // of the aggregate; empty if the command makes it
  const Json& body;     // spaces and the order of members make no difference
};
Once once_of(const KeyedRequest& request);

// The id of an aggregate made by this request, the same each time.
Uuid id_made_by(const Once& once);

std::string with_fingerprint(std::string_view metadata, std::string_view fingerprint);
std::string fingerprint_of(std::string_view metadata);  // or empty

// The refusal that such an event records, so that it can be given again.
std::string with_refusal(std::string_view metadata, const Error& refusal);
std::optional<Error> refusal_of(std::string_view metadata);

}  // namespace daybook
