// One thing that can be asked of the application, whatever transport it arrives by.
//
// Operations may be run from many threads at once, and never block: the answer comes by callback.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/append.h"
#include "daybook/schema.h"
#include "daybook/trace.h"

namespace daybook {

struct Call {
  std::string id;    // of the aggregate, from the path
  std::string body;  // JSON text, or empty
  std::vector<std::pair<std::string, std::string>> query;
  std::optional<ExpectedVersion> expected;  // from If-Match
  std::string idempotency_key;              // or empty
  Trace trace;

  std::optional<std::string_view> find(std::string_view name) const;
};

struct Reply {
  int status = 200;
  std::string body;  // JSON
  std::optional<Version> version;
  std::optional<Position> position;
  std::string next_cursor;  // of a list that goes on; the body holds it too
  bool repeated = false;    // the first answer to this idempotency key
};

// Called once, from any thread, perhaps before `run` returns.
using Answer = std::move_only_function<void(std::expected<Reply, Error>)>;

struct Operation {
  std::string name;     // of a command, as in its schema; of a query, what it gives
  std::string method;   // GET, POST, PUT, PATCH, DELETE
  std::string path;     // below /api, with {id}
  std::string id_name;  // how the id is named in a WebSocket or queue message; empty: none is taken
  const TypeSchema* input = nullptr;   // of a command
  const TypeSchema* output = nullptr;  // the view that the answer shows, if it shows one
  std::function<void(Call, Answer)> run;
};

}  // namespace daybook
