#include "daybook/result.h"

#include <cstdio>
#include <cstdlib>

namespace daybook {

Error refuse(std::string_view code, std::string detail, Blame blame) {
  Error error;
  error.kind = ErrorKind::refusal;
  error.blame = blame;
  error.code = code;
  error.detail = std::move(detail);
  return error;
}

Error invalid(std::string pointer, std::string_view code, std::string detail) {
  Error error = refuse(code, std::move(detail), Blame::input);
  error.pointer = std::move(pointer);
  return error;
}

Error fault(std::string_view code, std::string detail) {
  Error error;
  error.kind = ErrorKind::fault;
  error.code = code;
  error.detail = std::move(detail);
  return error;
}

Error version_conflict(std::string_view stream, Version actual) {
  Error error;
  error.kind = ErrorKind::conflict;
  error.code = "version-conflict";
  error.stream = stream;
  error.actual_version = actual;
  error.detail = "Stream " + error.stream;
  error.detail +=
      actual.value == 0 ? " has no events" : " is at version " + std::to_string(actual.value);
  return error;
}

Error condition_conflict(Position position) {
  Error error;
  error.kind = ErrorKind::conflict;
  error.code = "condition-conflict";
  error.conflict_position = position;
  error.detail =
      "The event at position " + std::to_string(position.value) + " matches the append condition";
  return error;
}

void require(bool condition, std::string_view what, std::source_location place) {
  if (condition) [[likely]] {
    return;
  }
  std::fprintf(stderr, "daybook: bug: %.*s does not hold at %s:%u in %s\n",
               static_cast<int>(what.size()), what.data(), place.file_name(), place.line(),
               place.function_name());
  std::abort();
}

}  // namespace daybook
