// One thing that can be asked of the application, whatever transport it arrives by.
//
// Operations may be run from many threads at once, and never block: the answer comes by callback.
#pragma once

#include <cstdint>
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
  std::vector<std::pair<std::string, std::string>> path = {};  // what else the path names
  bool is_message = false;  // came by WebSocket or queue: the body names what HTTP has in its path
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

// How the body of an answer looks: one view; a list of them; a list of events; one member of a
// view.
enum class Body : std::uint8_t { view, list, events, part };

struct Operation {
  std::string name;     // of a command, as in its schema; of a query, what it gives
  std::string method;   // GET, POST, PUT, PATCH, DELETE
  std::string path;     // below /api, with {id}; other names in it are fields of the input
  std::string id_name;  // how the id is named in a WebSocket or queue message; empty: none is taken
  const TypeSchema* input = nullptr;   // of a command
  const TypeSchema* output = nullptr;  // the view that the answer shows, if it shows one
  Body body = Body::view;
  std::string member;        // of the body, that holds view or list; empty: it is the body
  std::string new_id;        // of a command that creates: how the answer names the new id
  int status = 200;          // of a good answer
  bool is_id_given = false;  // a new one by the caller, always
  bool is_internal = false;  // for processes only: no transport offers it
  bool outside_api = false;  // answers without /api before its path as well
  std::vector<std::pair<std::string, std::string>> greeting = {};  // members of the answer, as JSON
  std::string context;                                             // whose operation it is
  std::vector<FieldShape> query;  // the parameters that a query takes
  std::function<void(Call, Answer)> run;
};

}  // namespace daybook
