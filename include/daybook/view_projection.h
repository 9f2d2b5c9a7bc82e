// The read model of a view: its table has the view's fields, the first of them is the key, and its
// rows are what the views of the aggregates are.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "daybook/projection.h"
#include "daybook/view.h"

namespace daybook {

// Folds a view's row by the view's own functions.
template <class Event, class View>
class ViewProjection final : public ProjectionModel {
 public:
  ViewProjection(const Context& context, std::string_view name, std::string_view category)
      : ViewProjection(context, name, category,
                       heard_events(context, static_cast<const Event*>(nullptr))) {}

  const ProjectionShape& shape() const override { return shape_; }
  const ProjectionSource& source() const override { return source_; }
  std::unique_ptr<ProjectionRun> begin() const override { return std::make_unique<Run>(*this); }

 private:
  class Run final : public ProjectionRun {
   public:
    explicit Run(const ViewProjection& model) : codec_(model.codec_), table_(model.table_, 0) {}

    std::expected<void, Error> apply(const RecordedEvent& recorded, RowAccess& rows) override {
      auto event = codec_.decode(recorded);
      if (!event) return std::unexpected(std::move(event.error()));
      const Recorded at = recorded_at(recorded);
      if (at.id.empty()) return {};  // no aggregate has such a stream
      table_.use(rows);
      View view{};
      table_.load(at.id, view);
      show(view, *event, at);
      is_shown(view) ? table_.put(view) : table_.remove(at.id);
      return {};
    }

   private:
    const EventCodec<Heard<Event>>& codec_;
    Table<View> table_;
  };

  ViewProjection(const Context& context, std::string_view name, std::string_view category,
                 const Schema& events)
      : codec_(events, context.upcasters),
        table_{entry_of(context.views, typeid(View)), {.name = std::string(name)}},
        source_(source_of(context, {&category, 1}, events)) {
    table_.shape.columns = table_.type.columns;
    shape_ = {.name = std::string(name), .version = 1, .tables = {table_.shape}};
  }

  EventCodec<Heard<Event>> codec_;
  TableSchema table_;
  ProjectionShape shape_;
  ProjectionSource source_;
};

}  // namespace daybook
