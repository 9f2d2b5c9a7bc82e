#include "src/store/log/scavenge_check.h"

#include "daybook/json.h"
#include "src/store/log/scavenge.h"

namespace daybook::log {

void ScavengeCheck::add_segment(const Path& path, const File& file) {
  const auto digest = digest_of(file);
  segments_.push_back({path, digest ? hex_of(*digest) : std::string()});
}

void ScavengeCheck::add(const RecordedEvent& event) {
  if (event.type != segment_scavenged || category_of(event.stream) != scavenge_category) return;
  const auto data = parse_json(event.data);
  if (!data) return;
  if (const Json* digest = data->find("sha256")) recorded_.insert(digest->text);
}

void ScavengeCheck::finish(std::vector<LogDamage>& damage) const {
  for (const Found& segment : segments_) {
    if (recorded_.contains(segment.digest)) continue;
    damage.push_back(
        {segment.path, 0, {}, "it is not what the log says that scavenging has made of it"});
  }
}

}  // namespace daybook::log
