#include "src/core/aggregate_service.h"

#include <utility>

#include "daybook/envelope.h"
#include "src/core/api_query.h"
#include "src/core/api_reply.h"
#include "src/core/command_input.h"
#include "src/core/command_key.h"
#include "src/core/head_waiters.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto read_timeout = 30s;
constexpr std::size_t history_bytes_max = 16 << 20;  // of one page; the next one goes on
constexpr int looks_max = 10;  // before a conflict with another aggregate is answered

// Never answered: the decision needs aggregates that are to be loaded first.
constexpr Refusal look_first{"look-at-others-first", ""};

// The version that the body wants the aggregate to have, where the request's header names none.
std::expected<std::optional<ExpectedVersion>, Error> expected_in(const Json& body) {
  constexpr std::string_view name = "expectedVersion";
  std::optional<Version> version;
  if (auto done = Form<std::optional<Version>>::read_member(body, name, version); !done) {
    return std::unexpected(done.error());
  }
  if (!version) return std::nullopt;
  return ExpectedVersion::exactly(*version);
}

}  // namespace

AggregateService::Parts::Parts(Api& api, std::unique_ptr<AggregateModel> model,
                               AggregateOptions options)
    : api_(api),
      model_(std::move(model)),
      options_(std::move(options)),
      handler_(api.parts_.store, *model_, api.parts_.executor, command_options(api)) {}

CommandHandler::Options AggregateService::Parts::command_options(const Api& api) {
  CommandHandler::Options options = api.parts_.commands;
  const auto& asked = api.context_->before_append;
  options.before_append.insert(options.before_append.end(), asked.begin(), asked.end());
  if (!options.report) options.report = api.parts_.report;
  return options;
}

void AggregateService::Parts::declare(Operation operation) {
  operation.outside_api = options_.outside_api;
  if (operation.path.find("{id}") != operation.path.npos) operation.id_name = options_.id;
  operation.context = api_.context_->name;
  api_.operations_.push_back(std::move(operation));
}

void AggregateService::Parts::list(std::string path, std::string plural, ListOptions options,
                                   std::unique_ptr<ProjectionModel> model) {
  api_.add_projection(std::move(model));
  api_.rows(std::move(path), plural, plural, std::move(options));
  api_.operations_.back().output = &model_->view_schema();
  api_.operations_.back().outside_api = options_.outside_api;
}

// Nothing when no stream can have this name: then nothing has this id.
std::optional<StreamId> AggregateService::Parts::stream_of(const std::string& id) const {
  if (id.empty()) return std::nullopt;
  auto stream = StreamId::parse(std::string(model_->category()) + "-" + id);
  return stream ? std::optional(std::move(*stream)) : std::nullopt;
}

std::expected<std::string, Error> AggregateService::Parts::name_of(const Command& command,
                                                                   const Call& call,
                                                                   const std::optional<Once>& once,
                                                                   Json& body) {
  const auto make = [&] { return (once ? id_made_by(*once) : api_.parts_.ids.next()).text(); };
  if (!command.offer.creates) return name_known(call, command.input, options_, make, body);
  return name_new(call, command.input, options_, make, body);
}

std::expected<AggregateService::Parts::RunningPointer, Error> AggregateService::Parts::prepare(
    const Command& command, Call& call) {
  auto body = command_body(call, command.input, command.offer.method == "DELETE");
  if (!body) return std::unexpected(body.error());
  std::optional<Once> once;
  if (!call.idempotency_key.empty()) {
    once = once_of({.category = model_->category(),
                    .key = call.idempotency_key,
                    .command = command.input.name,
                    .id = command.offer.creates ? std::string_view() : call.id,
                    .body = *body});
  }
  const auto id = name_of(command, call, once, *body);
  if (!id) return std::unexpected(id.error());
  auto stream = stream_of(*id);
  if (!stream) return std::unexpected(unknown(model_->category()));
  if (!call.expected) {
    auto expected = expected_in(*body);
    if (!expected) return std::unexpected(expected.error());
    call.expected = *expected;
  }
  auto decide = command.read(*body, {api_.parts_.clock.now(), api_.parts_.ids, call.is_message});
  if (!decide) return std::unexpected(decide.error());
  return std::make_shared<Running>(Running{
      .stream = std::move(*stream),
      .decide = std::move(*decide),
      .others = LookedAt([this](std::type_index state) -> LookedAt::Kind {
        AggregateService* service = api_.service_of(state);
        require(service != nullptr, "a decision looks only at aggregates that the Api offers");
        return {service->parts_->model(), service->parts_->handler()};
      }),
      .expected = call.expected,
      .metadata = to_metadata(call.trace),
      .once = std::move(once),
      .status = command.offer.status,
      .created_id = command.offer.creates ? *id : std::string(),
      .answer = {}});
}

void AggregateService::Parts::run_command(const Command& command, Call call, Answer answer) {
  auto prepared = prepare(command, call);
  if (!prepared) return answer(std::unexpected(prepared.error()));
  (*prepared)->answer = std::move(answer);
  go(std::move(*prepared));
}

void AggregateService::Parts::go(RunningPointer running) {
  CommandTask task{
      .expected = running->expected, .metadata = running->metadata, .once = running->once};
  task.decide = [at = running.get()](
                    const AggregateModel::Instance& instance) -> std::expected<Decided, Error> {
    at->others.begin();
    auto decided = at->decide(instance, at->others);
    if (at->others.lacks()) return std::unexpected(Error(look_first));
    if (decided) at->others.join(at->stream, at->metadata, *decided);
    return decided;
  };
  const StreamId& stream = running->stream;
  handler_.handle(stream, std::move(task),
                  [this, running](std::expected<CommandAnswer, Error> done) {
                    settle(running, std::move(done));
                  });
}

void AggregateService::Parts::settle(const RunningPointer& running,
                                     std::expected<CommandAnswer, Error> done) {
  if (done) {
    Reply reply =
        command_reply(std::move(*done), options_, model_->view_schema(), running->created_id);
    reply.status = running->status;
    return running->answer(std::move(reply));
  }
  const Error& error = done.error();
  if (error.code == look_first.code) return look_and_go(running);
  const bool was_elsewhere = error.kind == ErrorKind::conflict &&
                             error.stream != running->stream.text() &&
                             running->others.rests_on(error.stream);
  if (!was_elsewhere || ++running->attempts >= looks_max) {
    return running->answer(std::unexpected(std::move(done.error())));
  }
  running->others.forget();
  look_and_go(running);
}

// Loading may block.
void AggregateService::Parts::look_and_go(RunningPointer running) {
  const bool taken = api_.parts_.executor([this, running, hold = outstanding_.hold()] {
    auto loaded = running->others.load(within(read_timeout));
    if (!loaded) return running->answer(std::unexpected(std::move(loaded.error())));
    go(running);
  });
  if (!taken) running->answer(std::unexpected(fault("overloaded", "Too much work is waiting")));
}

// What is read from streams rests on all that is durable, and waits only for what is not.
Position AggregateService::Parts::yet_to_come(Position after) const {
  return after <= api_.parts_.store.head() ? Position() : after;
}

void AggregateService::Parts::run_get(const Call& call, Answer answer) {
  const auto point = point_query(call);
  if (!point) return answer(std::unexpected(point.error()));
  const auto after = after_query(call);
  if (!after) return answer(std::unexpected(after.error()));
  const auto stream = stream_of(call.id);
  if (!stream) return answer(std::unexpected(unknown(model_->category())));

  const auto reply =
      [this](
          std::expected<std::optional<CommandAnswer>, Error> view) -> std::expected<Reply, Error> {
    if (!view) return std::unexpected(std::move(view.error()));
    if (!*view || !(*view)->exists) return std::unexpected(unknown(model_->category()));
    return view_reply(std::move(**view), options_);
  };
  if (!*point && yet_to_come(after->after).value == 0) {
    return handler_.view(*stream, [reply, answer = std::move(answer)](auto view) mutable {
      answer(reply(std::move(view)));
    });
  }
  answer_later(after->after, after->deadline, std::move(answer),
               [this, reply, stream = *stream, point = point->value_or(ViewPoint())] {
                 return reply(handler_.view_at(stream, point, within(read_timeout)));
               });
}

void AggregateService::Parts::run_part(const std::string& member, const Call& call, Answer answer) {
  run_get(call,
          [this, member, answer = std::move(answer)](std::expected<Reply, Error> whole) mutable {
            if (whole) whole->body = part_of(whole->body, options_.wrap, member);
            answer(std::move(whole));
          });
}

void AggregateService::Parts::run_history(const Call& call, Answer answer) {
  const auto page = page_query(call);
  if (!page) return answer(std::unexpected(page.error()));
  const auto after = after_query(call);
  if (!after) return answer(std::unexpected(after.error()));
  const auto stream = stream_of(call.id);
  if (!stream) return answer(std::unexpected(unknown(model_->category())));
  answer_later(
      after->after, after->deadline, std::move(answer),
      [this, stream = *stream, page = *page] { return history(stream, page.after, page.limit); });
}

std::expected<Reply, Error> AggregateService::Parts::history(const StreamId& stream,
                                                             std::uint64_t after,
                                                             std::size_t limit) {
  EventStore& store = api_.parts_.store;
  const Deadline deadline = within(read_timeout);
  const auto version = store.version(stream, deadline);
  if (!version) return std::unexpected(version.error());
  if (version->value == 0) return std::unexpected(unknown(model_->category()));
  const auto page =
      store.read_stream({.stream = stream, .from = {after}, .limit = limit}, deadline);
  if (!page) return std::unexpected(page.error());

  std::string events;
  JsonWriter writer(events);
  writer.begin_array();
  bool at_end = page->at_end;
  Version next = page->next_version;
  for (const RecordedEvent& event : page->events) {
    write_envelope(event, writer);
    if (events.size() < history_bytes_max || &event == &page->events.back()) continue;
    next = event.version;
    at_end = false;
    break;
  }
  writer.end_array();
  return list_reply("events", events, at_end ? "" : cursor_of(next.value));
}

void AggregateService::Parts::answer_later(Position reached, Deadline deadline, Answer answer,
                                           Work work) {
  api_.head_waiters_->when_reached(
      reached, deadline,
      [this, answer = std::move(answer), work = std::move(work),
       hold = outstanding_.hold()](std::expected<void, Error> outcome) mutable {
        if (!outcome) return answer(std::unexpected(std::move(outcome.error())));
        answer_on_executor(std::move(answer), std::move(work));
      });
}

void AggregateService::Parts::answer_on_executor(Answer answer, Work work) {
  // Shared by the work and by this function, which answers when the work is refused.
  auto answered = std::make_shared<Answer>(std::move(answer));
  const bool taken =
      api_.parts_.executor([answered, work = std::move(work),
                            hold = outstanding_.hold()]() mutable { (*answered)(work()); });
  if (!taken) (*answered)(std::unexpected(fault("overloaded", "Too much work is waiting")));
}

}  // namespace daybook
