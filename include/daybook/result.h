// What may go wrong in normal life is a value. Every Error is one of three kinds:
//
//   refusal   the domain or the request says no; nothing was written; the caller can mend it (4xx)
//   conflict  someone else wrote first; nothing was written; load again and decide again (409)
//   fault     disk, network or stored bytes failed; logged; the caller may try later (5xx)
//
// A code is stable and made for machines; a detail is a sentence made for people. Values of these
// types may be copied between threads. No exception crosses the public API.
//
//   std::expected<Appended, Error> result = store.append(std::move(append), within(5s));
//   if (!result) return std::unexpected(result.error());
#pragma once

#include <expected>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "daybook/position.h"

namespace daybook {

enum class ErrorKind : std::uint8_t { refusal, conflict, fault };

// Whom a refusal blames. Each has one HTTP status, mapped in one place by the server.
enum class Blame : std::uint8_t {
  input,    // malformed or invalid on its own                    400
  unknown,  // names something that does not exist                404
  state,    // right in itself, not in the present state          409
  rule,     // breaks a rule that the input alone can break       422
  size,     // larger than a limit                                413
};

// A refusal known when the program is written: a constant with a name in the code.
struct Refusal {
  std::string_view code;
  std::string_view detail;
  Blame blame = Blame::state;
};

struct Error {
  ErrorKind kind = ErrorKind::fault;
  Blame blame = Blame::state;  // of a refusal
  std::string code;
  std::string detail;
  std::string pointer;         // JSON pointer (RFC 6901) to the culprit in the input, or empty
  std::string stream;          // of a version conflict: the stream whose version differs
  Version actual_version;      // of a version conflict: where that stream really is
  Position conflict_position;  // of a condition conflict: the first event that matches it
  bool repeated = false;       // the first answer to this idempotency key, given again

  Error() = default;
  Error(const Refusal& refusal)  // NOLINT: a refusal is an error; rules stay one line
      : kind(ErrorKind::refusal),
        blame(refusal.blame),
        code(refusal.code),
        detail(refusal.detail) {}
  bool operator==(const Error&) const = default;
};

// A refusal whose sentence is made at run time: refuse("wrong-currency", "Account holds USD").
Error refuse(std::string_view code, std::string detail, Blame blame = Blame::state);

// A refusal of one value of the input: invalid("/amount", "not-a-number", "must be a number").
Error invalid(std::string pointer, std::string_view code, std::string detail);

Error fault(std::string_view code, std::string detail);
Error version_conflict(std::string_view stream, Version actual);
Error condition_conflict(Position position);

// Ends the process with a message when the condition does not hold: the program has a bug. On in
// release builds too. Never used for input, files or the network.
void require(bool condition, std::string_view what = "invariant",
             std::source_location place = std::source_location::current());

}  // namespace daybook
