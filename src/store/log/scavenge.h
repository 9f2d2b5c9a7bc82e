// Removes what is not kept from the sealed segments of an open log, one after the other: each is
// written again beside itself, the log records the digest of the new file, and the new file takes
// the old one's name. A crash leaves either the one or the other. Reads that are under way go on
// with the file that they have open.
#pragma once

#include <atomic>
#include <expected>
#include <functional>
#include <string>
#include <unordered_map>

#include "daybook/append.h"
#include "daybook/scavenge.h"
#include "src/store/log/segment_rewrite.h"
#include "src/store/log/state.h"

namespace daybook::log {

// What the log says of it, in the stream "$scavenge-log": that it began, when the last segment had
// to be sealed for it, {"streams": 2}; and of each segment, which `verify` compares,
// {"first": 1, "events": 3, "bytes": 4096, "sha256": "…"}.
constexpr std::string_view scavenge_category = "$scavenge";
constexpr std::string_view scavenge_began = "ScavengeBegan";
constexpr std::string_view segment_scavenged = "SegmentScavenged";

std::string hex_of(const Hash& hash);

class Scavenger {
 public:
  struct Parts {
    State& state;
    std::function<std::expected<Appended, Error>(Append)> append;
    std::function<void()> begin_segment;  // before the next append
  };

  explicit Scavenger(Parts parts) : parts_(std::move(parts)), state_(parts_.state) {}

  // Safe from many threads; one runs at a time.
  std::expected<ScavengeReport, Error> run(const ScavengeOptions& options);

 private:
  using Segments = std::vector<std::shared_ptr<Segment>>;  // shared with State and with reads

  std::expected<ScavengeReport, Error> run_alone(const ScavengeOptions& options);
  Segments sealed_segments() const;
  std::expected<void, Error> find_hidden();
  std::expected<void, Error> seal_last_segment();
  std::expected<bool, Error> has_hidden_since(Position first) const;
  std::expected<void, Error> record(std::string_view type, std::string data);
  std::expected<void, Error> replace(const std::shared_ptr<Segment>& old,
                                     const RewrittenSegment& rewritten);
  std::expected<void, Error> record(const Segment& old, const RewrittenSegment& rewritten);

  Parts parts_;
  State& state_;
  std::atomic<bool> is_running_ = false;
  // The last version not kept, of the streams that have one.
  std::unordered_map<std::string, Version> hidden_;
};

// Removes files that a crash has left half-written.
void remove_unfinished_scavenge(State& state);

}  // namespace daybook::log
