#include "src/core/api_reply.h"

#include <algorithm>

#include "daybook/json.h"

namespace daybook {
namespace {

// A JSON object that is still open.
std::string open_body(std::string view, const AggregateOptions& options) {
  if (options.wrap.empty()) {
    view.pop_back();
    return view;
  }
  std::string body = "{";
  JsonWriter(body).key(options.wrap).raw(view);
  return body;
}

void add_member(std::string& body, std::string_view name, std::string_view json) {
  if (!body.ends_with('{')) body += ',';
  JsonWriter(body).key(name).raw(json);
}

bool has_field(const TypeSchema& view, std::string_view name) {
  return std::ranges::find(view.fields, name, &FieldShape::name) != view.fields.end();
}

}  // namespace

Reply view_reply(CommandAnswer answer, const AggregateOptions& options) {
  Reply reply{.version = answer.version, .position = answer.position};
  reply.body = open_body(std::move(answer.view), options) + "}";
  return reply;
}

Reply command_reply(CommandAnswer answer, const AggregateOptions& options, const TypeSchema& view,
                    std::string_view created_id) {
  const bool is_bare = options.wrap.empty();
  Reply reply{.status = created_id.empty() ? 200 : 201,
              .version = answer.version,
              .position = answer.position,
              .repeated = answer.repeated};
  reply.body = open_body(std::move(answer.view), options);
  const auto add = [&](std::string_view name, std::string_view json) {
    if (!is_bare || !has_field(view, name)) add_member(reply.body, name, json);
  };
  if (!created_id.empty()) add(options.id, json_string(created_id));
  add("version", std::to_string(answer.version.value));
  add("position", std::to_string(answer.position.value));
  reply.body += '}';
  return reply;
}

Reply list_reply(std::string_view plural, std::string_view items, std::string next_cursor) {
  Reply reply;
  JsonWriter writer(reply.body);
  writer.begin_object().key(plural).raw(items);
  if (!next_cursor.empty()) writer.key("nextCursor").string(next_cursor);
  writer.end_object();
  reply.next_cursor = std::move(next_cursor);
  return reply;
}

Error unknown(std::string_view category) {
  return refuse("not-found", "Unknown " + std::string(category), Blame::unknown);
}

}  // namespace daybook
