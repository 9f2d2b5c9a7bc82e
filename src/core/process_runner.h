// The steps of one process manager: each is decided on what its instance's stream holds, appended
// to that stream if nobody was faster, and happens once however often it is asked for.
//
// Safe from many threads. Calls block for the store.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/event_store.h"
#include "daybook/process_model.h"
#include "daybook/processes.h"
#include "src/core/process_events.h"

namespace daybook {

class ProcessRunner {
 public:
  ProcessRunner(EventStore& store, Clock& clock, std::unique_ptr<ProcessModel> model);

  const ProcessModel& model() const { return *model_; }

  // Gives the key of whom it concerned; empty: nobody.
  std::expected<std::string, Error> hear(const RecordedEvent& event);

  // Fires the deadline that was set at this version, unless it has been fired, moved or cancelled
  // since, or is not due. False: there was nothing to fire.
  std::expected<bool, Error> fire(const StreamId& stream, Version set);

  // The command requested at this version, as it is to be sent.
  std::expected<SentCommand, Error> command(const StreamId& stream, Version requested);

  // Records how it was answered, and lets the process hear a refusal.
  std::expected<void, Error> answered(const StreamId& stream, Version requested,
                                      const std::expected<void, Error>& answer);

 private:
  struct Instance {
    Version version;
    std::string state;  // JSON, or empty
  };
  struct Step {
    StreamId stream;
    std::string commit_id;  // or empty
    std::string metadata;
    // None: nothing is to be appended.
    std::function<std::expected<std::vector<ProcessFacts::Event>, Error>(const Instance&)> decide;
  };
  struct Fact {
    Uuid id;
    ProcessFacts::Event event;
    Trace trace;
  };

  std::expected<bool, Error> run(const Step& step);
  std::expected<bool, Error> has_landed(const std::string& commit_id, Deadline deadline);
  std::expected<Instance, Error> load(const StreamId& stream, Deadline deadline);
  std::expected<Fact, Error> fact(const StreamId& stream, Version version, Deadline deadline);
  std::expected<bool, Error> is_pending(const StreamId& stream, Version set,
                                        const std::string& name, Deadline deadline);

  EventStore& store_;
  Clock& clock_;
  std::unique_ptr<ProcessModel> model_;
  ProcessCodec codec_{process_events()};
};

}  // namespace daybook
