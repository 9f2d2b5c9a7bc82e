#include "src/core/looked_at.h"

#include <algorithm>
#include <utility>

namespace daybook {
namespace {

ExpectedVersion standing_at(Version version) {
  return version.value == 0 ? ExpectedVersion::none() : ExpectedVersion::exactly(version);
}

std::expected<StreamId, Error> stream_of(const AggregateModel& model, std::string_view id) {
  return StreamId::parse(std::string(model.category()) + "-" + std::string(id));
}

}  // namespace

void LookedAt::begin() {
  for (auto& [stream, seen] : seen_) seen.used = false;
}

bool LookedAt::lacks() const {
  return std::ranges::any_of(
      seen_, [](const auto& one) { return one.second.used && !one.second.aggregate.instance; });
}

std::expected<void, Error> LookedAt::load(Deadline deadline) {
  for (auto& [text, seen] : seen_) {
    if (seen.aggregate.instance) continue;
    auto loaded = seen.kind.handler.load(seen.stream, deadline);
    if (!loaded) return std::unexpected(std::move(loaded.error()));
    seen.aggregate = std::move(*loaded);
  }
  return {};
}

void LookedAt::forget() {
  for (auto& [stream, seen] : seen_) seen.aggregate = {};
}

const void* LookedAt::find(std::type_index state, std::string_view id) {
  const Kind kind = kind_of_(state);
  if (id.empty()) return nullptr;
  auto stream = stream_of(kind.model, id);
  if (!stream) return nullptr;
  std::string text = stream->text();
  Seen& seen = seen_.try_emplace(std::move(text), kind, std::move(*stream)).first->second;
  seen.used = true;
  return seen.aggregate.instance ? kind.model.state_of(*seen.aggregate.instance) : nullptr;
}

void LookedAt::join(const StreamId& own, const std::string& metadata, Decided& decided) const {
  if (decided.events.empty()) return;
  std::map<std::string, StreamAppend> appends;
  for (const auto& [text, seen] : seen_) {
    if (!seen.used || seen.stream == own) continue;
    appends.emplace(text, StreamAppend{seen.stream, standing_at(seen.aggregate.version), {}});
  }
  for (const EventElsewhere& elsewhere : decided.elsewhere) {
    const AggregateModel& model = kind_of_(elsewhere.state).model;
    const auto stream = stream_of(model, elsewhere.id);
    require(stream.has_value(), "an event elsewhere goes to an aggregate that can be");
    auto& append =
        appends.try_emplace(stream->text(), StreamAppend{*stream, ExpectedVersion::any(), {}})
            .first->second;
    append.events.push_back(model.encode(elsewhere.event));
    append.events.back().metadata = metadata;
  }
  for (auto& [text, append] : appends) decided.others.push_back(std::move(append));
}

}  // namespace daybook
