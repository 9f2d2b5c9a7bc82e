// An aggregate and its view without their types, for the command handler and the lists.
//
// A view is what people are shown of one aggregate: a plain struct with a function `on(event, at)`
// for each event, and, if it likes, `touch(at)`, which is called before each of them, and
// `bool exists() const`: one that does not exist is not found, and not listed.
#pragma once

#include <any>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

#include "daybook/append.h"
#include "daybook/others.h"
#include "daybook/recorded.h"
#include "daybook/schema.h"
#include "daybook/stream.h"

namespace daybook {

// What `decide` accepted: in stored form, and typed for the view.
struct Decided {
  std::vector<NewEvent> events;
  std::any typed;
  std::vector<StreamAppend> others;            // in the same append, or only checked by it
  std::vector<EventElsewhere> elsewhere = {};  // typed, for `others`
  std::optional<Error> refusal = {};           // the events record that it was refused
};

class AggregateModel {
 public:
  // One aggregate in memory: its state, which may be ahead by events that are not durable yet, and
  // its view, which never is.
  class Instance {
   public:
    virtual ~Instance() = default;
  };

  virtual ~AggregateModel() = default;
  virtual std::string_view category() const = 0;

  // The type of the state, what an instance's state is, and an event of it in stored form: for
  // decisions of others.
  virtual std::type_index state_type() const = 0;
  virtual const void* state_of(const Instance& instance) const = 0;
  virtual NewEvent encode(const std::any& event) const = 0;
  virtual const TypeSchema& view_schema() const = 0;
  virtual std::unique_ptr<Instance> create() const = 0;

  // Brings state and view forward by a recorded event.
  virtual std::expected<void, Error> replay(Instance& instance,
                                            const RecordedEvent& event) const = 0;

  // Brings the state forward by events that were decided, before they are durable.
  virtual void advance(Instance& instance, const Decided& decided) const = 0;

  // Adds an event that nobody decided.
  virtual std::expected<void, Error> add(Decided& decided, NewEvent event) const = 0;

  // Brings the view forward by events that were decided before and are now durable. `last` is
  // where the last of them stands; the events of one append stand side by side.
  virtual void confirm(Instance& instance, const Decided& decided, Recorded last) const = 0;

  // Whether people are shown it at all: what was deleted, or never came to be, is not found.
  virtual bool exists(const Instance& instance) const = 0;

  virtual void write_view(const Instance& instance, JsonWriter& to) const = 0;

  // What it takes in memory, about.
  virtual std::size_t held_bytes(const Instance& instance) const = 0;

  // What tells snapshots of this model from those of another schema; empty: it has none.
  virtual const std::string& snapshot_fingerprint() const = 0;

  // The state must not be ahead of the view.
  virtual void write_snapshot(const Instance& instance, JsonWriter& to) const = 0;
  virtual std::expected<std::unique_ptr<Instance>, Error> read_snapshot(
      std::string_view data) const = 0;
};

}  // namespace daybook
