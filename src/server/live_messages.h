// The messages of /ws, one JSON object each. Requests name themselves with an id, a string or a
// number, which comes back as it was sent.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/event.h"
#include "daybook/result.h"
#include "src/server/feed.h"

namespace daybook::server {

struct ClientMessage {
  enum class Kind : std::uint8_t { command, subscribe, unsubscribe };
  Kind kind = Kind::command;
  std::string id;    // raw JSON
  std::string name;  // of a command
  std::string data;  // raw JSON, or empty
  std::string key;
  FeedQuery query;                                         // of a subscription to events
  std::string rows;                                        // of one to rows: the table
  std::vector<std::pair<std::string, std::string>> where;  // columns, and the texts they equal
};

// What is wrong with a message, and the id to blame it on, where it could be read.
struct MessageError {
  std::string id;
  Error error;
};

std::expected<ClientMessage, MessageError> read_message(std::string_view text);

std::string event_message(std::string_view id, const RecordedEvent& event);
std::string snapshot_message(std::string_view id, std::string_view rows, Position position);
std::string update_message(std::string_view id, std::string_view row, Position position);
std::string remove_message(std::string_view id, std::string_view key, Position position);
std::string live_message(std::string_view id);
std::string result_message(std::string_view id, int status, std::string_view body);
std::string error_message(std::string_view id, const Error& error);

}  // namespace daybook::server
