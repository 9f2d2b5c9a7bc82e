#include "src/core/process_tables.h"

#include <algorithm>
#include <utility>

namespace daybook {
namespace {

// No name of a stream holds one.
constexpr char key_mark = '\n';

std::string deadline_key(const Recorded& at, std::string_view name) {
  return std::string(at.stream).append(1, key_mark).append(name);
}

std::string command_key(const Recorded& at, Version version) {
  return std::string(at.stream).append(1, key_mark).append(std::to_string(version.value));
}

class Hearing final : public ProjectionModel {
 public:
  explicit Hearing(ProcessRunner& runner)
      : runner_(runner),
        shape_{.name = "process-" + std::string(runner.model().name()),
               .version = 1,
               .tables = {
                   {.name = instances_table(runner.model().name()),
                    .columns = {{"key", ColumnType::text}, {"position", ColumnType::integer}}}}} {}

  const ProjectionShape& shape() const override { return shape_; }
  const ProjectionSource& source() const override { return runner_.model().source(); }
  std::unique_ptr<ProjectionRun> begin() const override { return std::make_unique<Run>(runner_); }

 private:
  // A step that is taken back here, or repeated, stands in the log all the same and is found there.
  class Run final : public ProjectionRun {
   public:
    explicit Run(ProcessRunner& runner) : runner_(runner) {}
    std::expected<void, Error> apply(const RecordedEvent& event, RowAccess& rows) override {
      auto key = runner_.hear(event);
      if (!key) return std::unexpected(std::move(key.error()));
      if (key->empty()) return {};
      rows.put(0, {Cell(std::move(*key)), Cell(static_cast<std::int64_t>(event.position.value))});
      return {};
    }

   private:
    ProcessRunner& runner_;
  };

  ProcessRunner& runner_;
  ProjectionShape shape_;
};

}  // namespace

void OpenWork::on(const DeadlineSet& event, const Recorded& at) {
  deadlines_.put({.key = deadline_key(at, event.name),
                  .process = std::string(process_of(at.stream)),
                  .stream = std::string(at.stream),
                  .due = event.due,
                  .version = at.version});
}

void OpenWork::on(const DeadlineCancelled& event, const Recorded& at) {
  deadlines_.remove(deadline_key(at, event.name));
}

void OpenWork::on(const DeadlineFired& event, const Recorded& at) {
  deadlines_.remove(deadline_key(at, event.name));
}

void OpenWork::on(const CommandRequested&, const Recorded& at) {
  commands_.put({.key = command_key(at, at.version),
                 .process = std::string(process_of(at.stream)),
                 .stream = std::string(at.stream),
                 .version = at.version});
}

void OpenWork::on(const CommandAccepted& event, const Recorded& at) {
  commands_.remove(command_key(at, event.command));
}

void OpenWork::on(const CommandRefused& event, const Recorded& at) {
  commands_.remove(command_key(at, event.command));
}

Context open_work_context() {
  return {
      .name = "processes",
      .categories = {std::string(ProcessFacts::category)},
      .events = process_events(),
      .tables = {
          table(OpenDeadline::table, field("key", &OpenDeadline::key),
                field("process", &OpenDeadline::process), field("stream", &OpenDeadline::stream),
                field("due", &OpenDeadline::due), field("version", &OpenDeadline::version))
              .index({"process", "due"}),
          table(OpenCommand::table, field("key", &OpenCommand::key),
                field("process", &OpenCommand::process), field("stream", &OpenCommand::stream),
                field("version", &OpenCommand::version))
              .index({"process"})}};
}

std::string instances_table(std::string_view process) {
  std::string name = "process_" + std::string(process);
  std::ranges::replace(name, '-', '_');
  return name;
}

std::unique_ptr<ProjectionModel> hearing(ProcessRunner& runner) {
  return std::make_unique<Hearing>(runner);
}

}  // namespace daybook
