#include "src/core/api_reply.h"

#include <algorithm>

#include "daybook/json.h"

namespace daybook {
namespace {

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
  if (options.wrap.empty()) {
    reply.body = std::move(answer.view);
  } else {
    reply.body = "{";
    add_member(reply.body, options.wrap, answer.view);
    reply.body += '}';
  }
  return reply;
}

Reply command_reply(CommandAnswer answer, const AggregateOptions& options, const TypeSchema& view,
                    std::string_view created_id) {
  const bool is_bare = options.wrap.empty();
  Reply reply{.status = created_id.empty() ? 200 : 201,
              .version = answer.version,
              .position = answer.position,
              .repeated = answer.repeated};
  std::string& body = reply.body;
  const auto add = [&](std::string_view name, std::string_view json) {
    if (!is_bare || !has_field(view, name)) add_member(body, name, json);
  };
  body = "{";
  if (!created_id.empty()) {
    for (const auto& [name, json] : options.greeting) add(name, json);
  }
  if (is_bare) {
    if (!body.ends_with('{') && answer.view != "{}") body += ',';
    body.append(answer.view, 1, answer.view.size() - 2);
  }
  if (!created_id.empty()) add(options.id, json_string(created_id));
  if (!is_bare) add(options.wrap, answer.view);
  add("version", std::to_string(answer.version.value));
  add("position", std::to_string(answer.position.value));
  body += '}';
  return reply;
}

std::string part_of(std::string_view body, std::string_view wrap, std::string_view member) {
  const auto json = parse_json(body);
  require(json.has_value(), "a view is JSON");
  const Json* view = wrap.empty() ? &*json : json->find(wrap);
  const Json* part = view == nullptr ? nullptr : view->find(member);
  std::string text;
  JsonWriter writer(text);
  writer.begin_object().key(member);
  part == nullptr ? static_cast<void>(writer.null()) : write_json(*part, writer);
  writer.end_object();
  return text;
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
