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

namespace daybook {

template <Aggregate State>
class EventCodec {
 public:
  using Event = typename State::Event;

  // It is a bug if the schema misses one of the aggregate's events.
  explicit EventCodec(const Schema& schema) : EventCodec(schema, Indexes{}) {}

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

  // The fault "unreadable-event" when the stored type or its data are not of this schema.
  std::expected<Event, Error> decode(const RecordedEvent& event) const {
    for (std::size_t index = 0; index < entries_.size(); ++index) {
      if (entries_[index].name == event.type) return readers_[index](entries_[index], event);
    }
    return std::unexpected(unreadable(event, "its type is unknown to this aggregate"));
  }

 private:
  static constexpr std::size_t count = std::variant_size_v<Event>;
  using Indexes = std::make_index_sequence<count>;
  using Reader = std::expected<Event, Error> (*)(const TypeSchema&, const RecordedEvent&);

  template <std::size_t... I>
  EventCodec(const Schema& schema, std::index_sequence<I...>)
      : entries_{entry_of(schema, typeid(std::variant_alternative_t<I, Event>))...},
        readers_{&read<I>...} {}

  template <std::size_t I>
  static std::expected<Event, Error> read(const TypeSchema& entry, const RecordedEvent& event) {
    using One = std::variant_alternative_t<I, Event>;
    auto json = parse_json(event.data);
    if (!json) return std::unexpected(unreadable(event, json.error().detail));
    One one{};
    if (auto done = entry.as<One>().read(*json, one); !done) {
      return std::unexpected(unreadable(event, done.error().pointer + " " + done.error().detail));
    }
    return Event(std::in_place_index<I>, std::move(one));
  }

  static Error unreadable(const RecordedEvent& event, const std::string& why) {
    return fault("unreadable-event", "event " + std::to_string(event.position.value) + " (" +
                                         std::string(event.type) + ") cannot be read: " + why);
  }

  std::array<TypeSchema, count> entries_;
  std::array<Reader, count> readers_;
};

}  // namespace daybook
