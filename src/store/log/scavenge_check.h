// Whether segments that were scavenged are what the log itself says that they became: for `verify`,
// which tells it of all events. The running hash cannot tell, since what it was made of is gone.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "daybook/stores.h"
#include "src/store/log/record.h"
#include "src/store/log/segment_rewrite.h"

namespace daybook::log {

class ScavengeCheck {
 public:
  // A segment of which some record is marked as scavenged.
  void add_segment(const Path& path, const File& file);
  void add(const RecordedEvent& event);
  void finish(std::vector<LogDamage>& damage) const;

 private:
  struct Found {
    Path path;
    std::string digest;  // hexadecimal; empty when the file could not be read
  };
  std::vector<Found> segments_;
  std::set<std::string> recorded_;
};

}  // namespace daybook::log
