// Whether the index runs say what the log says: for `verify`, which tells it of every event while
// it reads the log. Costs one pass over the runs and little memory: both sides are reduced to a sum
// of mixed (list, place) pairs, and only where the sums differ is the wrong entry looked for.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <vector>

#include "daybook/stores.h"
#include "src/store/log/catalog.h"
#include "src/store/log/index_run.h"
#include "src/store/log/record.h"

namespace daybook::log {

class IndexCheck {
 public:
  // Opens all runs of the directory; those that cannot be opened, or whose bytes are not what was
  // written, are damage already.
  IndexCheck(FileSystem& files, Path directory, const Uuid& log_id, std::vector<LogDamage>& damage);

  // The events of the log in order, and their commits. `is_new`: the stream began with it.
  void add(StreamNumber stream, bool is_new, const RecordedEvent& event);
  void add_commit(const RecordView& record);

  // Compares. Where the log itself is damaged nothing can be said of its index, so runs that reach
  // beyond `sound` are left out.
  void finish(const Catalog& streams, Position sound);

 private:
  struct Checked {
    std::shared_ptr<IndexRun> run;  // shared with nobody; made so by IndexRun
    std::uint64_t sum = 0;          // of what the log says
    std::uint64_t new_streams = 0;
    std::vector<bool> removed;  // by distance from the first position; empty while none is
  };

  bool covers(const Checked& checked, Position position) const {
    return checked.run->first() <= position && position <= checked.run->last();
  }
  void check(const Checked& checked, const Catalog& streams);
  void locate(const IndexRun& run, const Catalog& streams);
  void compare(const IndexRun& run, const Catalog& streams, const RecordView& record);
  void damaged(const IndexRun& run, const void* where, Position position, std::string what);

  FileSystem& files_;
  Path directory_;
  std::vector<Checked> runs_;
  std::vector<LogDamage>& damage_;
  std::vector<std::uint64_t> keys_;  // of one event
};

}  // namespace daybook::log
