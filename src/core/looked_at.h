// The aggregates that one command's decision looks at: loaded when it first asks for them, checked
// by its append. Used by one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "daybook/command_handler.h"
#include "daybook/others.h"

namespace daybook {

class LookedAt final : public Others {
 public:
  // Who keeps the aggregates with this type of state; it is a bug if nobody does.
  struct Kind {
    const AggregateModel& model;
    CommandHandler& handler;
  };
  using KindOf = std::function<Kind(std::type_index state)>;

  explicit LookedAt(KindOf kind_of) : kind_of_(std::move(kind_of)) {}

  void begin();        // before each decision
  bool lacks() const;  // it looked at something that has to be loaded before it counts

  // Loads what is lacking. Blocks.
  std::expected<void, Error> load(Deadline deadline);

  // Others have written: everything is to be loaded again.
  void forget();
  bool rests_on(std::string_view stream) const { return seen_.contains(stream); }

  // Adds to what was decided for `own`: its events for others, and that all it rests on must stand
  // where it stood.
  void join(const StreamId& own, const std::string& metadata, Decided& decided) const;

 private:
  struct Seen {
    Kind kind;
    StreamId stream;
    LoadedAggregate aggregate;  // without an instance: not loaded yet
    bool used = false;          // by the decision at hand
  };

  const void* find(std::type_index state, std::string_view id) override;

  KindOf kind_of_;
  std::map<std::string, Seen, std::less<>> seen_;  // by stream
};

}  // namespace daybook
