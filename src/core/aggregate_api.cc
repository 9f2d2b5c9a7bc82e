#include "daybook/aggregate_api.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "src/core/aggregate_service.h"
#include "src/core/api_query.h"

namespace daybook {
namespace {

// The parameters of a history.
std::vector<FieldShape> paging() {
  auto all = page_parameters();
  std::ranges::move(after_parameters(), std::back_inserter(all));
  return all;
}

std::vector<FieldShape> pointing() {
  auto all = point_parameters();
  std::ranges::move(after_parameters(), std::back_inserter(all));
  return all;
}

}  // namespace

AggregateService::AggregateService(Api& api, std::unique_ptr<AggregateModel> model,
                                   AggregateOptions options)
    : parts_(std::make_unique<Parts>(api, std::move(model), std::move(options))) {}

AggregateService::~AggregateService() = default;

const AggregateModel& AggregateService::model() const { return parts_->model(); }

void AggregateService::add_command(const TypeSchema& input, Offer offer, ReadCommand read) {
  Operation operation{.name = input.name,
                      .method = offer.method,
                      .path = offer.path,
                      .input = &input,
                      .output = &model().view_schema(),
                      .member = parts_->options().wrap,
                      .new_id = offer.creates ? parts_->options().id : std::string(),
                      .status = offer.status,
                      .is_internal = offer.path.empty()};
  if (offer.creates) operation.greeting = parts_->options().greeting;
  operation.is_id_given = offer.creates && parts_->options().new_id == NewId::given;
  if (!offer.creates) operation.id_name = parts_->options().id;
  // Shared by the copies that a std::function makes of what it runs.
  auto command = std::make_shared<const Parts::Command>(input, std::move(offer), std::move(read));
  operation.run = [parts = parts_.get(), command](Call call, Answer answer) {
    parts->run_command(*command, std::move(call), std::move(answer));
  };
  parts_->declare(std::move(operation));
}

void AggregateService::get(std::string path) {
  parts_->declare({.name = std::string(model().category()),
                   .method = "GET",
                   .path = std::move(path),
                   .output = &model().view_schema(),
                   .member = parts_->options().wrap,
                   .query = pointing(),
                   .run = [parts = parts_.get()](const Call& call, Answer answer) {
                     parts->run_get(call, std::move(answer));
                   }});
}

void AggregateService::part(std::string path, std::string member) {
  parts_->declare({.name = std::string(model().category()) + "-" + member,
                   .method = "GET",
                   .path = std::move(path),
                   .output = &model().view_schema(),
                   .body = Body::part,
                   .member = member,
                   .query = pointing(),
                   .run = [parts = parts_.get(), member](const Call& call, Answer answer) {
                     parts->run_part(member, call, std::move(answer));
                   }});
}

void AggregateService::list(std::string path, std::string plural, ListOptions options,
                            std::unique_ptr<ProjectionModel> model) {
  parts_->list(std::move(path), std::move(plural), std::move(options), std::move(model));
}

void AggregateService::history(std::string path) {
  parts_->declare({.name = std::string(model().category()) + "-events",
                   .method = "GET",
                   .path = std::move(path),
                   .body = Body::events,
                   .member = "events",
                   .query = paging(),
                   .run = [parts = parts_.get()](const Call& call, Answer answer) {
                     parts->run_history(call, std::move(answer));
                   }});
}

}  // namespace daybook
