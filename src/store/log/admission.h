// Decides what becomes of one append, given what is durable and what is in the batch before it.
// Used by the writer's thread only.
#pragma once

#include <expected>
#include <span>
#include <unordered_set>
#include <variant>
#include <vector>

#include "daybook/append.h"
#include "daybook/commits.h"
#include "daybook/retentions.h"
#include "src/store/log/batch.h"
#include "src/store/log/lookup.h"
#include "src/store/log/state.h"

namespace daybook::log {

struct Accepted {
  std::vector<std::uint64_t> versions;  // of its streams, before it
  // Of its streams; of one that is only checked and was never written to, unknown_stream. Valid
  // until the next append is decided.
  std::span<const StreamNumber> streams;
};

// An id that the batch under way has just used: ask again once that is durable.
struct AskAgain {};

using Verdict = std::variant<Accepted, Appended, Error, AskAgain>;

class Admission {
 public:
  explicit Admission(State& state) : state_(state) {}

  // Conditions look at the events of the batch as well as at what is durable.
  // `place` is where it was recorded once, if it was.
  Verdict admit(const Append& append, const Batch& batch,
                const std::optional<RecordedPlace>& place = {});

  // The batch is durable, or has failed.
  void forget_batch() {
    batch_keys_.clear();
    if (!batch_retentions_.empty()) batch_retentions_ = {};
  }

 private:
  using Known = std::expected<std::optional<Verdict>, Error>;

  Known find_repeat(const Append& append);
  Known find_repeated_commit(const Append& append);
  Known find_repeated_events(const Append& append);
  std::expected<std::optional<Position>, Error> find_match(const AppendCondition& condition,
                                                           const Batch& batch);
  std::expected<std::optional<Position>, Error> find_match(const QueryItem& item, Position after);
  std::expected<std::optional<Position>, Error> find_match(const QueryItem& item, std::uint64_t key,
                                                           Position after);
  std::optional<Error> find_conflict(const Append& append, bool was_recorded);
  std::expected<Retentions, Error> find_retentions(const Append& append) const;
  bool has_retentions() const { return !state_.retentions.empty() || !batch_retentions_.empty(); }
  Retention retention(std::string_view stream) const;
  Version version(const StreamId& stream) const;  // 0 of an absent one, be it deleted
  Version last_version(std::string_view stream) const;
  Version shown(std::string_view stream, Version last) const;
  Accepted accept(const Append& append);

  State& state_;
  std::vector<StreamNumber> streams_;             // of the append that is being decided
  std::unordered_set<std::uint64_t> batch_keys_;  // ids given by clients in the batch under way
  Retentions batch_retentions_;                   // what that batch changes
};

}  // namespace daybook::log
