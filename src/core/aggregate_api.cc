#include "daybook/aggregate_api.h"

#include <utility>

#include "src/core/aggregate_service.h"

namespace daybook {

AggregateService::AggregateService(Api& api, std::unique_ptr<AggregateModel> model,
                                   AggregateOptions options)
    : parts_(std::make_unique<Parts>(api, std::move(model), std::move(options))) {}

AggregateService::~AggregateService() = default;

const AggregateModel& AggregateService::model() const { return parts_->model(); }

void AggregateService::add_command(const TypeSchema& input, std::string method, std::string path,
                                   bool creates, ReadCommand read) {
  // Shared by the copies that a std::function makes of what it runs.
  auto command = std::make_shared<const Parts::Command>(input.name, creates, std::move(read));
  parts_->declare({.name = input.name,
                   .method = std::move(method),
                   .path = std::move(path),
                   .input = &input,
                   .output = &model().view_schema(),
                   .run = [parts = parts_.get(), command](Call call, Answer answer) {
                     parts->run_command(*command, std::move(call), std::move(answer));
                   }});
}

void AggregateService::get(std::string path) {
  parts_->declare({.name = std::string(model().category()),
                   .method = "GET",
                   .path = std::move(path),
                   .output = &model().view_schema(),
                   .run = [parts = parts_.get()](const Call& call, Answer answer) {
                     parts->run_get(call, std::move(answer));
                   }});
}

void AggregateService::list(std::string path, std::string plural) {
  const AggregateList& list = parts_->add_list(plural);
  parts_->declare({.name = std::move(plural),
                   .method = "GET",
                   .path = std::move(path),
                   .output = &model().view_schema(),
                   .run = [parts = parts_.get(), &list](const Call& call, Answer answer) {
                     parts->run_list(list, call, std::move(answer));
                   }});
}

void AggregateService::history(std::string path) {
  parts_->declare({.name = std::string(model().category()) + "-events",
                   .method = "GET",
                   .path = std::move(path),
                   .run = [parts = parts_.get()](const Call& call, Answer answer) {
                     parts->run_history(call, std::move(answer));
                   }});
}

}  // namespace daybook
