// What stands behind an AggregateService: the handler of its commands and how each of its
// operations comes to an answer. Safe from many threads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "daybook/aggregate_api.h"
#include "daybook/api.h"
#include "daybook/command_handler.h"
#include "src/core/outstanding.h"

namespace daybook {

class AggregateService::Parts {
 public:
  Parts(Api& api, std::unique_ptr<AggregateModel> model, AggregateOptions options);
  ~Parts() { outstanding_.wait(); }

  // A command as it was declared.
  struct Command {
    std::string name;
    bool creates;
    ReadCommand read;
  };

  void run_command(const Command& command, Call call, Answer answer);
  void run_get(const Call& call, Answer answer);
  void run_history(const Call& call, Answer answer);

  void declare(Operation operation);
  void list(std::string path, std::string plural, std::unique_ptr<ProjectionModel> model);
  const AggregateModel& model() const { return *model_; }
  const AggregateOptions& options() const { return options_; }

 private:
  using Work = std::move_only_function<std::expected<Reply, Error>()>;

  struct Prepared {
    StreamId stream;
    CommandTask task;
  };
  static CommandHandler::Options command_options(const Api& api);
  std::expected<Prepared, Error> prepare(const Command& command, Call& call);
  std::optional<StreamId> stream_of(const std::string& id) const;
  std::expected<Json, Error> body_of(const Call& call) const;
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
