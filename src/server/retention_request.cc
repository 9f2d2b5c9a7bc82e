#include "src/server/retention_request.h"

#include <openssl/evp.h>

#include <array>
#include <optional>
#include <utility>

#include "daybook/json.h"
#include "src/net/percent.h"
#include "src/server/append_request.h"
#include "src/server/query.h"

namespace daybook::server {
namespace {

constexpr std::size_t key_bytes_max = 256;
constexpr int attempts_max = 16;

constexpr Refusal invalid_key{"invalid-idempotency-key",
                              "Idempotency-Key must be UTF-8 of 1 to 256 bytes", Blame::input};
constexpr Refusal key_reused{"idempotency-key-reused",
                             "This idempotency key was used for another request", Blame::rule};
constexpr Refusal unknown_stream{"unknown-stream", "There is no such stream", Blame::unknown};

// These commit ids live as long as the log does. A hash: keys may be longer than commit ids.
std::string commit_id_of(std::string_view key) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, 32> hash{};
  const bool done =
      EVP_Q_digest(nullptr, "SHA256", nullptr, key.data(), key.size(), hash.data(), nullptr) == 1;
  require(done, "SHA-256");
  std::string id = "retention:";
  for (const unsigned char byte : hash) {
    id += digits[byte >> 4];
    id += digits[byte & 15];
  }
  return id;
}

std::expected<std::string, Error> read_commit_id(const net::Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::string();
  const bool is_good = !key->empty() && key->size() <= key_bytes_max && net::is_utf8(*key);
  if (!is_good) return std::unexpected(invalid_key);
  return commit_id_of(*key);
}

std::expected<bool, Error> read_tombstone(const net::Request& request) {
  const auto text = request.query("tombstone");
  if (!text || *text == "false") return false;
  if (*text == "true") return true;
  return std::unexpected(
      invalid("/tombstone", "invalid-tombstone", "tombstone must be true or false"));
}

using Answer = std::expected<std::optional<Appended>, Error>;

// Of a deletion only its kind can be compared: the version that it met is gone.
Answer first_answer(EventStore& store, const RetentionChange& change, Deadline deadline) {
  if (change.commit_id.empty()) return std::nullopt;
  auto outcome = store.outcome(change.commit_id, deadline);
  if (!outcome || !*outcome) return outcome;
  const Appended::Stream& first = (*outcome)->streams.front();
  if (first.stream != change.about) return std::unexpected(key_reused);
  const auto page = store.read_stream(
      {.stream = change.about, .from = {first.version.value - 1}, .limit = 1}, deadline);
  if (!page) return std::unexpected(page.error());
  if (page->events.empty()) return std::unexpected(key_reused);
  const RecordedEvent& event = page->events.front();
  const bool same =
      event.type == change.event.type && (change.is_deletion || event.data == change.event.data);
  if (!same) return std::unexpected(key_reused);
  (*outcome)->repeated = true;
  return outcome;
}

Append append_of(const RetentionChange& change) {
  Append append;
  append.commit_id = change.commit_id;
  append.streams.push_back({change.about, ExpectedVersion::any(), {change.event}});
  if (change.expected != ExpectedVersion::any()) {
    append.streams.push_back({change.stream, change.expected, {}});
  }
  return append;
}

// Truncates behind the last event, if that is still the last one by then.
std::expected<Append, Error> deletion(EventStore& store, RetentionChange change,
                                      Deadline deadline) {
  const auto about_version = store.version(change.about, deadline);
  if (!about_version) return std::unexpected(about_version.error());
  const auto retention = store.retention(change.stream, deadline);
  if (!retention) return std::unexpected(retention.error());
  if (retention->is_tombstoned) return std::unexpected(stream_is_tombstoned);
  const auto version = store.version(change.stream, deadline);
  if (!version) return std::unexpected(version.error());
  if (!change.expected.accepts(*version)) {
    return std::unexpected(version_conflict(change.stream.text(), *version));
  }
  if (version->value == 0) return std::unexpected(unknown_stream);
  change.event.data = retention_set(Version{version->value + 1}, retention->limits).data;
  change.expected = ExpectedVersion::exactly(*version);
  Append append = append_of(change);
  append.streams.front().expected = ExpectedVersion::exactly(*about_version);
  return append;
}

}  // namespace

std::expected<RetentionChange, Error> read_retention_change(const net::Request& request,
                                                            const Trace& trace) {
  auto stream = read_stream_name(*request.param("stream"));
  if (!stream) return std::unexpected(stream.error());
  auto about = retention_stream(*stream);
  if (!about) return std::unexpected(about.error());
  const auto expected = read_if_match(request);
  if (!expected) return std::unexpected(expected.error());
  auto commit_id = read_commit_id(request);
  if (!commit_id) return std::unexpected(commit_id.error());
  const auto tombstone = read_tombstone(request);
  if (!tombstone) return std::unexpected(tombstone.error());

  RetentionChange change{std::move(*stream), std::move(*about),
                         expected->value_or(ExpectedVersion::any())};
  const bool is_put = request.method == net::Method::put;
  if (is_put) {
    if (auto sound = check_json(request.body); !sound) return std::unexpected(sound.error());
  }
  change.is_deletion = !is_put && !*tombstone;
  change.event = !is_put && *tombstone ? stream_tombstoned() : retention_set({}, {});
  if (is_put) change.event.data = request.body;
  change.event.metadata = to_metadata(trace);
  change.commit_id = std::move(*commit_id);
  return change;
}

std::expected<Appended, Error> carry_out(EventStore& store, const RetentionChange& change,
                                         Deadline deadline) {
  for (int attempt = 1;; ++attempt) {
    auto first = first_answer(store, change, deadline);
    if (!first) return std::unexpected(first.error());
    if (*first) return std::move(**first);
    auto append = change.is_deletion ? deletion(store, change, deadline) : append_of(change);
    if (!append) return std::unexpected(append.error());
    auto appended = store.append(std::move(*append), deadline);
    if (appended) return appended;
    // Somebody was faster, perhaps with this very request.
    const bool may_try_again = appended.error().code == "commit-id-reused" ||
                               (change.is_deletion && appended.error().kind == ErrorKind::conflict);
    if (!may_try_again || attempt == attempts_max) return appended;
  }
}

}  // namespace daybook::server
