#include "daybook/api.h"

#include <algorithm>
#include <iterator>

#include "src/core/aggregate_service.h"
#include "src/core/api_query.h"
#include "src/core/head_waiters.h"
#include "src/core/rows_service.h"

namespace daybook {

Api::Api(Parts parts)
    : parts_(std::move(parts)), head_waiters_(std::make_unique<HeadWaiters>(parts_.store)) {
  if (parts_.rows == nullptr) return;
  projections_ = std::make_unique<Projections>(
      Projections::Parts{parts_.store, *parts_.rows, parts_.clock, parts_.report});
}

Api::~Api() {
  if (projections_) projections_->stop();
  head_waiters_->stop();
}

void Api::add(const Context& context) {
  context_ = &context;
  contexts_.push_back(&context);
  for (const ProjectionMaker& make : context.projections) add_projection(make(context));
  if (context.routes) context.routes(*this);
  context_ = nullptr;
}

void Api::add_projection(std::unique_ptr<ProjectionModel> model) {
  std::ranges::copy(model->shape().tables, std::back_inserter(tables_));
  if (projections_) projections_->add(std::move(model));
}

std::expected<void, Error> Api::start() {
  if (!projections_) return {};
  return projections_->start();
}

Projections& Api::projections() {
  require(projections_ != nullptr, "an Api with a read store");
  return *projections_;
}

RowsService& Api::add_rows(std::string_view table) {
  const auto shape = std::ranges::find(tables_, table, &TableShape::name);
  require(shape != tables_.end(), "a table that is read is one of a projection");
  rows_services_.push_back(std::make_unique<RowsService>(
      RowsService::Parts{parts_.store, parts_.rows, projections_.get(), parts_.executor}, *shape));
  return *rows_services_.back();
}

const TypeSchema* Api::row_type(std::string_view table) const {
  const auto named = [](const TableSchema& one) -> std::string_view { return one.shape.name; };
  const auto found = std::ranges::find(context_->tables, table, named);
  if (found != context_->tables.end()) return &found->type;
  // Or views, which an aggregate's list shows already.
  const auto list = std::ranges::find_if(operations_, [&](const Operation& operation) {
    return operation.body == Body::list && operation.name == table;
  });
  return list == operations_.end() ? nullptr : list->output;
}

void Api::rows(std::string path, std::string_view table, std::string plural, ListOptions options) {
  RowsService& service = add_rows(table);
  // Shared by the copies that a std::function makes of what it runs.
  auto list = std::make_shared<const RowsService::List>(plural, std::move(options));
  operations_.push_back({.name = list->options.name.empty() ? plural : list->options.name,
                         .method = "GET",
                         .path = std::move(path),
                         .output = row_type(table),
                         .body = Body::list,
                         .member = list->options.bare ? std::string() : plural,
                         .context = context_->name,
                         .query = service.parameters(list->options),
                         .run = [rows = &service, list](const Call& call, Answer answer) {
                           rows->run_list(*list, call, std::move(answer));
                         }});
}

void Api::row(std::string path, std::string_view table, std::string wrap) {
  RowsService& service = add_rows(table);
  operations_.push_back({.name = std::string(table) + "-row",
                         .method = "GET",
                         .path = std::move(path),
                         .id_name = service.shape().columns[service.shape().key].name,
                         .output = row_type(table),
                         .member = wrap,
                         .context = context_->name,
                         .query = after_parameters(),
                         .run = [rows = &service, wrap](const Call& call, Answer answer) {
                           rows->run_row(wrap, call, std::move(answer));
                         }});
}

AggregateService& Api::add_service(std::unique_ptr<AggregateModel> model,
                                   AggregateOptions options) {
  services_.push_back(
      std::make_unique<AggregateService>(*this, std::move(model), std::move(options)));
  return *services_.back();
}

const Operation* Api::find_internal_command(std::string_view name) const {
  const auto found = std::ranges::find_if(operations_, [&](const Operation& operation) {
    return operation.input != nullptr && operation.name == name;
  });
  return found == operations_.end() ? nullptr : &*found;
}

const Operation* Api::find_command(std::string_view name) const {
  const Operation* found = find_internal_command(name);
  return found == nullptr || found->is_internal ? nullptr : found;
}

AggregateService* Api::service_of(std::type_index state) const {
  const auto found = std::ranges::find_if(
      services_, [&](const auto& service) { return service->model().state_type() == state; });
  return found == services_.end() ? nullptr : found->get();
}

const TableShape* Api::find_table(std::string_view name) const {
  const auto found = std::ranges::find(tables_, name, &TableShape::name);
  return found == tables_.end() ? nullptr : &*found;
}

std::expected<void, Error> Api::check_event(std::string_view stream, const NewEvent& event) const {
  const auto owner = std::ranges::find_if(contexts_, [&](const Context* context) {
    return std::ranges::find(context->categories, category_of(stream)) != context->categories.end();
  });
  if (owner == contexts_.end()) return {};

  const std::string category(category_of(stream));
  if (id_of(stream).empty()) {
    return std::unexpected(
        refuse("invalid-stream", "A stream of " + category + " needs an id", Blame::rule));
  }
  auto readable =
      check_readable((*owner)->events, (*owner)->upcasters,
                     {event.type, event.schema_version, event.content_type, event.data});
  if (!readable && readable.error().pointer == "/type") {
    readable.error().detail = "The " + (*owner)->name + " context has no event " + event.type;
  }
  return readable;
}

}  // namespace daybook
