#include "src/server/openapi_problems.h"

#include <algorithm>
#include <map>
#include <optional>

#include "src/server/openapi_parts.h"
#include "src/server/problem.h"

namespace daybook::server {
namespace {

constexpr std::string_view trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";

// One answer under a name, and what it may say.
struct Known {
  std::string name;
  int status;  // 0: any other
  std::vector<Asks> asks;
  std::string description;
  std::vector<Problem> problems;
};

Problem problem(int status, std::string code, std::string detail, std::string pointer = {},
                std::string members = {}) {
  return {status, std::move(code), std::move(detail), std::move(pointer), std::move(members)};
}

std::vector<Known> bad_requests() {
  return {
      {"BadCommand",
       400,
       {Asks::command},
       "Malformed, or invalid on its own",
       {problem(400, "malformed-json", "Malformed JSON at byte 17"),
        problem(400, "missing-field", "name is missing", "/name"),
        problem(400, "wrong-type", "must be a string", "/name"),
        problem(400, "not-a-number", "must be a number", "/amount"),
        problem(400, "too-many-decimals", "USD has 2 decimals", "/amount"),
        problem(400, "invalid-if-match", R"(If-Match must be a version in quotes, such as "3")"),
        problem(400, "invalid-idempotency-key",
                "Idempotency-Key must be UTF-8 of 1 to 256 bytes")}},
      {"BadQuery",
       400,
       {Asks::query},
       "A parameter is not what it should be",
       {problem(400, "invalid-limit", "limit must be a whole number from 1 to 1000"),
        problem(400, "invalid-cursor", "cursor must be the nextCursor of an earlier answer"),
        problem(400, "invalid-after", "after must be a whole number from 0"),
        problem(400, "invalid-version", "version must be a whole number from 1"),
        problem(400, "invalid-at", "at must be a time such as 2026-03-01T12:00:00Z")}},
      {"BadAppend",
       400,
       {Asks::append},
       "Malformed, or invalid on its own",
       {problem(400, "malformed-json", "Malformed JSON at byte 17"),
        problem(400, "missing-field", "type is missing", "/type"),
        problem(400, "wrong-type", "id must be a UUID", "/id"),
        problem(400, "invalid-stream", "A stream's name is UTF-8 of 1 to 256 bytes"),
        problem(400, "system-stream",
                "Streams whose names begin with \"$\" belong to the system itself"),
        problem(400, "invalid-if-match", R"(If-Match must be a version in quotes, such as "3")"),
        problem(400, "invalid-expected-version", "Daybook-Expected must be none, exists or any"),
        problem(400, "empty-append", "An append has at least one event")}},
      {"BadLetter",
       400,
       {Asks::projection},
       "A parameter is not what it should be",
       {problem(400, "invalid-position", "position must be a whole number")}},
      {"BadRead",
       400,
       {Asks::read},
       "A parameter is not what it should be",
       {problem(400, "invalid-limit", "limit must be a whole number from 1 to 1000", "/limit"),
        problem(400, "invalid-from", "from must be a whole number from 0 on", "/from"),
        problem(400, "invalid-since", "since must be a time such as 2026-03-01T12:00:00Z",
                "/since"),
        problem(400, "invalid-direction", "direction must be forward or backward", "/direction"),
        problem(400, "invalid-cursor", "This cursor was not made here", "/cursor")}},
  };
}

std::vector<Known> refusals_by_state() {
  const std::string conflicting = R"(,"stream":"account-17","actualVersion":4)";
  return {
      {"NotFound",
       404,
       {Asks::command, Asks::query},
       "Nothing has this id",
       {problem(404, "not-found", "Unknown account")}},
      {"UnknownProjection",
       404,
       {Asks::projection},
       "There is no such projection, or no such dead letter",
       {problem(404, "unknown-projection", "There is no projection nothing"),
        problem(404, "unknown-dead-letter", "There is no dead letter at position 4711")}},
      {"UnknownCommit",
       404,
       {Asks::read},
       "No append with this commit id has landed, or there is no such stream",
       {problem(404, "unknown-commit", "No append with this commit id has landed")}},
      {"UnknownStream",
       404,
       {Asks::append},
       "There is no such stream",
       {problem(404, "unknown-stream", "There is no such stream")}},
      {"Conflict",
       409,
       {Asks::command},
       "Not in its present state, or not at the version that was expected",
       {problem(409, "version-conflict", "Stream account-17 is at version 4", {}, conflicting)}},
      {"AppendConflict",
       409,
       {Asks::append},
       "Not at the version that was expected, or an event meets the condition",
       {problem(409, "version-conflict", "Stream account-17 is at version 4", {}, conflicting),
        problem(409, "condition-conflict", "An event matches the condition", {},
                R"(,"conflict":)" + envelope_example())}},
      {"KeyReused",
       422,
       {Asks::command},
       "A rule that the input itself breaks, or a key that stands for another request",
       {problem(422, "idempotency-key-reused",
                "This Idempotency-Key was used for another request")}},
      {"AppendRejected",
       422,
       {Asks::append},
       "An id that stands for other data, or an event that its context cannot read",
       {problem(422, "event-id-reused", "An event with this id is in the stream already"),
        problem(422, "commit-id-reused", "Another append has landed under this commit id"),
        problem(422, "unknown-event-type", "The accounts context has no event AccountFrozen",
                "/0/type"),
        problem(422, "missing-field", "amount is missing", "/0/data/amount")}},
  };
}

std::vector<Known> general() {
  const std::vector<Asks> writers{Asks::command, Asks::append};
  const std::vector<Asks> all{Asks::command, Asks::query, Asks::append, Asks::read,
                              Asks::projection};
  return {
      {"Forbidden",
       403,
       writers,
       "A page of another origin asks",
       {problem(403, "origin-not-allowed",
                "Pages of this origin may not call this server; --cors-origin allows them")}},
      {"MethodNotAllowed",
       405,
       {},
       "Nothing here answers this method; Allow says which",
       {problem(405, "method-not-allowed", "This path does not answer that method.")}},
      {"ContentTooLarge",
       413,
       writers,
       "Larger than a limit",
       {problem(413, "body-too-large", "A command has at most 1 MiB"),
        problem(413, "event-too-large", "The data of an event have at most 8 MiB"),
        problem(413, "too-many-events", "An append has at most 10000 events")}},
      {"UnsupportedMediaType",
       415,
       writers,
       "The body is not said to be JSON",
       {problem(415, "unsupported-media-type",
                "The body must be JSON: Content-Type: application/json")}},
      {"ServiceUnavailable",
       503,
       all,
       "Not now: nothing was written, and the same request may succeed later",
       {problem(503, "projection-behind", "The lists have not reached position 812 yet"),
        problem(503, "overloaded", "Too much work is waiting"),
        problem(503, "disk-full", "The disk is full"),
        problem(503, "io-error", "The disk does not answer"),
        problem(503, "store-read-only", "The store takes no appends"),
        problem(503, "append-timeout", "The append was not durable in time"),
        problem(503, "shutting-down", "The server is stopping")}},
      {"AnyProblem",
       0,
       all,
       "Any other problem: 405, 408, 414, 431 and 500 look the same",
       {problem(500, "internal-error", "The server has a fault"),
        problem(405, "method-not-allowed", "This path does not answer that method."),
        problem(408, "request-timeout", "The request did not come in time"),
        problem(414, "target-too-long", "The request target is longer than 8 KiB"),
        problem(431, "header-too-large", "The headers are larger than 16 KiB")}},
  };
}

std::vector<Known> all_known() {
  std::vector<Known> all = bad_requests();
  std::ranges::move(refusals_by_state(), std::back_inserter(all));
  std::ranges::move(general(), std::back_inserter(all));
  return all;
}

std::string response_of_known(const Known& known, const std::vector<Problem>& problems) {
  std::vector<Piece> examples;
  for (const Problem& one : problems) {
    std::string name = one.code;
    for (int count = 2; std::ranges::find(examples, name, &Piece::first) != examples.end();) {
      name = one.code + "-" + std::to_string(count++);
    }
    examples.emplace_back(
        name, object({{"summary", json_string(one.detail)}, {"value", body_of(one, trace_id)}}));
  }
  std::vector<Piece> headers{{"traceparent", ref("headers", "traceparent")}};
  if (known.status == 503) headers.emplace_back("Retry-After", ref("headers", "Retry-After"));
  if (known.status == 405) headers = {{"Allow", ref("headers", "Allow")}};
  const std::string media =
      object({{"schema", ref("schemas", "Problem")}, {"examples", object(examples)}});
  return object({{"description", json_string(known.description)},
                 {"headers", object(headers)},
                 {"content", object({{"application/problem+json", media}})}});
}

Problem problem_of(const Refusal& refusal) {
  return problem(status_of(Error(refusal)), std::string(refusal.code), std::string(refusal.detail));
}

std::string key_of(int status) { return status == 0 ? "default" : std::to_string(status); }

}  // namespace

std::vector<Piece> problem_responses(Asks asks, std::span<const int> statuses,
                                     const std::vector<Refusal>& refusals) {
  std::map<int, std::vector<Problem>> own;
  for (const Refusal& refusal : refusals) {
    const Problem one = problem_of(refusal);
    own[one.status].push_back(one);
  }
  std::vector<Piece> responses;
  for (const Known& known : all_known()) {
    if (std::ranges::find(known.asks, asks) == known.asks.end()) continue;
    const bool is_wanted = std::ranges::find(statuses, known.status) != statuses.end();
    const auto found = own.find(known.status);
    if (!is_wanted && found == own.end()) continue;
    if (found == own.end()) {
      responses.emplace_back(key_of(known.status), ref("responses", known.name));
      continue;
    }
    std::vector<Problem> problems = std::move(found->second);
    if (is_wanted && known.status != 404) {
      problems.insert(problems.end(), known.problems.begin(), known.problems.end());
    }
    responses.emplace_back(key_of(known.status), response_of_known(known, problems));
  }
  std::ranges::sort(responses, {}, &Piece::first);  // "default" comes last
  return responses;
}

std::vector<Piece> named_problem_responses() {
  std::vector<Piece> responses;
  for (const Known& known : all_known()) {
    responses.emplace_back(known.name, response_of_known(known, known.problems));
  }
  return responses;
}

}  // namespace daybook::server
