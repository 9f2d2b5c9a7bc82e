// What stands behind an AggregateService: the handler of its commands and how each of its
// operations comes to an answer. Safe from many threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daybook/aggregate_api.h"
#include "daybook/api.h"
#include "daybook/command_handler.h"
#include "src/core/looked_at.h"
#include "src/core/outstanding.h"

namespace daybook {

class AggregateService::Parts {
 public:
  Parts(Api& api, std::unique_ptr<AggregateModel> model, AggregateOptions options);
  ~Parts() { outstanding_.wait(); }

  // A command as it was declared.
  struct Command {
    const TypeSchema& input;
    Offer offer;
    ReadCommand read;
  };

  void run_command(const Command& command, Call call, Answer answer);
  void run_get(const Call& call, Answer answer);
  void run_part(const std::string& member, const Call& call, Answer answer);
  void run_history(const Call& call, Answer answer);

  void declare(Operation operation);
  void list(std::string path, std::string plural, ListOptions options,
            std::unique_ptr<ProjectionModel> model);
  const AggregateModel& model() const { return *model_; }
  const AggregateOptions& options() const { return options_; }
  CommandHandler& handler() { return handler_; }

 private:
  using Work = std::move_only_function<std::expected<Reply, Error>()>;

  // A command on its way; shared by its decision and its callbacks.
  struct Running {
    StreamId stream;
    Decide decide;
    LookedAt others;
    std::optional<ExpectedVersion> expected;
    std::string metadata;
    std::optional<Once> once;
    int status;
    std::string created_id;  // empty: it creates nothing
    Answer answer;
    int attempts = 0;
  };
  using RunningPointer = std::shared_ptr<Running>;

  static CommandHandler::Options command_options(const Api& api);
  std::expected<RunningPointer, Error> prepare(const Command& command, Call& call);
  std::expected<std::string, Error> name_of(const Command& command, const Call& call,
                                            const std::optional<Once>& once, Json& body);
  void go(RunningPointer running);
  void look_and_go(RunningPointer running);
  void settle(const RunningPointer& running, std::expected<CommandAnswer, Error> done);
  std::optional<StreamId> stream_of(const std::string& id) const;
  std::expected<Reply, Error> history(const StreamId& stream, std::uint64_t after,
                                      std::size_t limit);

  Position yet_to_come(Position after) const;

  // Does the work, which may block, on the executor once the log has reached this position.
  void answer_later(Position reached, Deadline deadline, Answer answer, Work work);
  void answer_on_executor(Answer answer, Work work);

  Api& api_;
  std::unique_ptr<AggregateModel> model_;
  AggregateOptions options_;
  CommandHandler handler_;
  Outstanding outstanding_;
};

}  // namespace daybook
