// A projection without its types (see projection.h). Models are immutable and safe from many
// threads; a run is used by one.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/event.h"
#include "daybook/read_store.h"
#include "daybook/table.h"

namespace daybook {

struct Context;

// Which events a projection hears: those of one of the categories that have one of the types.
struct ProjectionSource {
  std::vector<std::string> categories;  // none: all
  std::vector<std::string> types;
};

// One pass over the log.
class ProjectionRun {
 public:
  virtual ~ProjectionRun() = default;

  // An error, whether given or told to `rows`: the event cannot be applied.
  virtual std::expected<void, Error> apply(const RecordedEvent& event, RowAccess& rows) = 0;
};

class ProjectionModel {
 public:
  virtual ~ProjectionModel() = default;
  virtual const ProjectionShape& shape() const = 0;
  virtual const ProjectionSource& source() const = 0;
  virtual std::unique_ptr<ProjectionRun> begin() const = 0;

  // Events with the same key are applied in order: behind one that cannot be applied they wait.
  virtual std::string_view key(const RecordedEvent& event) const { return event.stream; }
};

// Makes the model once the context is known.
using ProjectionMaker = std::function<std::unique_ptr<ProjectionModel>(const Context&)>;

}  // namespace daybook
