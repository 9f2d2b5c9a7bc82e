// A projection turns events into rows of tables: a class with one short function `on` for each
// event. It is deterministic and sees each event once, in order: no clock, no random, no I/O.
//
//   class OrderList {
//    public:
//     static constexpr std::string_view name = "orders";
//     static constexpr std::uint32_t version = 1;  // raise it when its rows change: it is rebuilt
//     using Event = std::variant<OrderCreated, OrderShipped>;
//     using Rows = std::tuple<OrderRow>;
//
//     explicit OrderList(Table<OrderRow>& orders) : orders_(orders) {}
//     void on(const OrderCreated& event, const Recorded& at);
//     void on(const OrderShipped& event, const Recorded& at);
//   };
//
// It hears the events of its own context's categories, or those that it names:
//
//   static constexpr std::array<std::string_view, 2> categories{"order", "calendar"};
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <tuple>
#include <typeindex>
#include <utility>
#include <variant>

#include "daybook/context.h"
#include "daybook/event_codec.h"
#include "daybook/projection_model.h"
#include "daybook/recorded.h"

namespace daybook {

// What a projection hears, in the shape that an EventCodec wants.
template <class EventVariant>
struct Heard {
  static constexpr std::string_view category = "";
  using Event = EventVariant;
  using Command = std::monostate;
};

// Those of the context's own events and of the ones that it reads.
Schema heard_events(const Context& context, std::span<const std::type_index> types);
ProjectionSource source_of(const Context& context, std::span<const std::string_view> categories,
                           const Schema& events);
// It is a bug if the context declares no table of this type.
TableSchema table_of(const Context& context, std::type_index row);

template <class... One>
Schema heard_events(const Context& context, const std::variant<One...>*) {
  const std::array<std::type_index, sizeof...(One)> types{typeid(One)...};
  return heard_events(context, types);
}

template <class P, class Rows>
class TypedProjection;

template <class P, class... Rows>
class TypedProjection<P, std::tuple<Rows...>> final : public ProjectionModel {
 public:
  using Event = typename P::Event;

  explicit TypedProjection(const Context& context)
      : TypedProjection(context, heard_events(context, static_cast<const Event*>(nullptr))) {}

  const ProjectionShape& shape() const override { return shape_; }
  const ProjectionSource& source() const override { return source_; }
  std::unique_ptr<ProjectionRun> begin() const override { return std::make_unique<Run>(*this); }

 private:
  class Run final : public ProjectionRun {
   public:
    explicit Run(const TypedProjection& model) : Run(model, std::index_sequence_for<Rows...>{}) {}

    std::expected<void, Error> apply(const RecordedEvent& recorded, RowAccess& rows) override {
      auto event = codec_.decode(recorded);
      if (!event) return std::unexpected(std::move(event.error()));
      std::apply([&](auto&... table) { (table.use(rows), ...); }, tables_);
      std::visit([&](const auto& one) { projection_.on(one, recorded_at(recorded)); }, *event);
      return {};
    }

   private:
    template <std::size_t... I>
    Run(const TypedProjection& model, std::index_sequence<I...>)
        : codec_(model.codec_),
          tables_(Table<Rows>(model.tables_[I], I)...),
          projection_(std::get<I>(tables_)...) {}

    const EventCodec<Heard<Event>>& codec_;
    std::tuple<Table<Rows>...> tables_;
    P projection_;
  };

  TypedProjection(const Context& context, const Schema& events)
      : codec_(events, context.upcasters),
        tables_{table_of(context, typeid(Rows))...},
        shape_{.name = std::string(P::name), .version = version(), .tables = {}},
        source_(source_of(context, categories(), events)) {
    for (const TableSchema& table : tables_) shape_.tables.push_back(table.shape);
  }

  static constexpr std::uint32_t version() {
    if constexpr (requires { P::version; }) return P::version;
    return 1;
  }
  static constexpr std::span<const std::string_view> categories() {
    if constexpr (requires { P::categories; }) return P::categories;
    return {};
  }

  EventCodec<Heard<Event>> codec_;
  std::vector<TableSchema> tables_;
  ProjectionShape shape_;
  ProjectionSource source_;
};

// The projection P, made from what its context declares: `.projections =
// {projection<OrderList>()}`.
template <class P>
ProjectionMaker projection() {
  return [](const Context& context) -> std::unique_ptr<ProjectionModel> {
    return std::make_unique<TypedProjection<P, typename P::Rows>>(context);
  };
}

}  // namespace daybook
