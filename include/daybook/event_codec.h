// Between an aggregate's events in C++ and their stored form. Immutable; safe from many threads.
//
//   EventCodec<Account> codec(accounts::events());
//   NewEvent stored = codec.encode(FundsDeposited{money});
//   std::expected<Account::Event, Error> event = codec.decode(recorded);
#pragma once

#include <array>
#include <expected>
#include <utility>
#include <variant>

#include "daybook/aggregate.h"
#include "daybook/event.h"
#include "daybook/schema.h"
#include "daybook/upcaster.h"

namespace daybook {

template <Aggregate State>
class EventCodec {
 public:
  using Event = typename State::Event;

  // It is a bug if the schema misses one of the aggregate's events.
  explicit EventCodec(const Schema& schema, Upcasters upcasters = {})
      : EventCodec(schema, std::move(upcasters), Indexes{}) {}

  NewEvent encode(const Event& event) const {
    NewEvent encoded;
    const TypeSchema& entry = entries_[event.index()];
    encoded.type = entry.name;
    encoded.schema_version = entry.version;
    encoded.data.clear();
    JsonWriter writer(encoded.data);
    std::visit([&]<class One>(const One& one) { entry.as<One>().write(one, writer); }, event);
    return encoded;
  }

  // Events in an older form take the steps to the present one first. The fault "unreadable-event"
  // when the stored type, its version or its data are not of this schema.
  std::expected<Event, Error> decode(const RecordedEvent& event) const {
    const auto form = present_form(
        entries_, upcasters_, {event.type, event.schema_version, event.content_type, event.data});
    if (!form) return std::unexpected(unreadable(event, form.error()));
    const auto index = static_cast<std::size_t>(form->entry - entries_.data());
    auto decoded = readers_[index](*form->entry, form->data);
    if (!decoded) return std::unexpected(unreadable(event, within("/data", decoded.error())));
    return decoded;
  }

 private:
  static constexpr std::size_t count = std::variant_size_v<Event>;
  using Indexes = std::make_index_sequence<count>;
  using Reader = std::expected<Event, Error> (*)(const TypeSchema&, const Json&);

  template <std::size_t... I>
  EventCodec(const Schema& schema, Upcasters upcasters, std::index_sequence<I...>)
      : upcasters_(std::move(upcasters)),
        entries_{entry_of(schema, typeid(std::variant_alternative_t<I, Event>))...},
        readers_{&read<I>...} {}

  template <std::size_t I>
  static std::expected<Event, Error> read(const TypeSchema& entry, const Json& json) {
    using One = std::variant_alternative_t<I, Event>;
    One one{};
    if (auto done = entry.as<One>().read(json, one); !done) return std::unexpected(done.error());
    return Event(std::in_place_index<I>, std::move(one));
  }

  Upcasters upcasters_;
  std::array<TypeSchema, count> entries_;
  std::array<Reader, count> readers_;
};

}  // namespace daybook
