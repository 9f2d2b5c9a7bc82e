#include "daybook/api.h"

#include <algorithm>

#include "src/core/aggregate_lists.h"
#include "src/core/aggregate_service.h"

namespace daybook {

Api::Api(Parts parts)
    : parts_(std::move(parts)),
      lists_(std::make_unique<AggregateLists>(parts_.store, parts_.report)) {}

Api::~Api() { lists_->stop(); }

void Api::add(const Context& context) {
  context_ = &context;
  contexts_.push_back(&context);
  if (context.routes) context.routes(*this);
  context_ = nullptr;
}

void Api::start() { lists_->start(); }

AggregateService& Api::add_service(std::unique_ptr<AggregateModel> model,
                                   AggregateOptions options) {
  services_.push_back(
      std::make_unique<AggregateService>(*this, std::move(model), std::move(options)));
  return *services_.back();
}

const Operation* Api::find_command(std::string_view name) const {
  const auto found = std::ranges::find_if(operations_, [&](const Operation& operation) {
    return operation.input != nullptr && operation.name == name;
  });
  return found == operations_.end() ? nullptr : &*found;
}

std::vector<ListStatus> Api::lists() const {
  std::vector<ListStatus> all;
  const Position position = lists_->position();
  for (const auto& list : lists_->all()) {
    all.push_back({list->name(), position, list->unreadable()});
  }
  return all;
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
