// All aggregates of one kind in memory, in the order of their creation: a read model that is folded
// from the log and gone with the process.
//
// An event that cannot be read takes its aggregate out of the list, and no other. Safe from many
// threads; events arrive from one, in the order of the log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daybook/aggregate_model.h"
#include "src/core/guarded.h"

namespace daybook {

class AggregateList {
 public:
  AggregateList(const AggregateModel& model, std::string name)
      : model_(model), name_(std::move(name)) {}

  // The error says why the event cannot be read.
  std::expected<void, Error> apply(const RecordedEvent& event);

  struct Page {
    std::string views;  // a JSON array
    Position next;      // where the next page goes on, or 0 at the end
  };
  // Those created after this position.
  Page page(Position after, std::size_t limit) const;

  const AggregateModel& model() const { return model_; }
  const std::string& name() const { return name_; }
  std::uint64_t unreadable() const;

 private:
  struct Entry {
    std::string stream;
    Position created;
    std::unique_ptr<AggregateModel::Instance> instance;  // null: it cannot be read
  };
  struct Entries {
    std::vector<std::unique_ptr<Entry>> in_order;
    std::unordered_map<std::string_view, Entry*> by_stream;  // the names are the entries' own
    std::uint64_t unreadable = 0;
  };
  Entry& find_or_add(Entries& entries, const RecordedEvent& event) const;

  const AggregateModel& model_;
  const std::string name_;
  Guarded<Entries> entries_;
};

}  // namespace daybook
