#include "src/server/operations.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daybook/schema_forms.h"
#include "src/net/percent.h"
#include "src/server/query.h"

namespace daybook::server {
namespace {

// A command says what one person wants; large bodies are for appends.
constexpr std::size_t command_bytes_max = 1 << 20;
constexpr std::size_t key_bytes_max = 256;

net::Method method_of(std::string_view name) {
  for (const net::Method method : {net::Method::get, net::Method::post, net::Method::put,
                                   net::Method::patch, net::Method::del}) {
    if (net::name(method) == name) return method;
  }
  require(false, "an operation's method is one of HTTP's");
  return net::Method::other;
}

std::expected<std::string, Error> read_key(const net::Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::string();
  if (!key->empty() && key->size() <= key_bytes_max && net::is_utf8(*key)) {
    return std::string(*key);
  }
  return std::unexpected(refuse("invalid-idempotency-key",
                                "Idempotency-Key must be UTF-8 of 1 to 256 bytes", Blame::input));
}

std::expected<Call, Error> read_call(const net::Request& request) {
  Call call;
  for (const net::Field& param : request.param_list) {
    if (param.name == "id") {
      call.id = param.value;
    } else {
      call.path.emplace_back(param.name, param.value);
    }
  }
  auto key = read_key(request);
  if (!key) return std::unexpected(key.error());
  call.idempotency_key = std::move(*key);
  auto expected = read_if_match(request);
  if (!expected) return std::unexpected(expected.error());
  call.expected = *expected;
  for (const net::Field& field : request.query_list) {
    auto& [name, value] = call.query.emplace_back(field.name, field.value);
    // The plus of a time's offset, when it was not encoded, has become a space.
    if (name == "at") std::ranges::replace(value, ' ', '+');
  }
  // The header says the same as ?after=, which beats it.
  const auto after = request.header("Daybook-After");
  if (after && !request.query("after")) call.query.emplace_back("after", *after);
  return call;
}

net::Headers headers_of(const Reply& reply, const std::string& link) {
  net::Headers headers;
  if (reply.version) {
    headers.emplace_back("ETag", '"' + std::to_string(reply.version->value) + '"');
  }
  if (reply.position) {
    headers.emplace_back("Daybook-Position", std::to_string(reply.position->value));
  }
  if (reply.repeated) headers.emplace_back("Idempotent-Replay", "true");
  if (!reply.next_cursor.empty()) {
    headers.emplace_back("Link", "<" + link + reply.next_cursor + ">; rel=\"next\"");
  }
  return headers;
}

void run(Services& services, const Operation& operation, const net::Request& request,
         net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  const bool is_command = operation.input != nullptr;
  if (is_command && !is_json_or_empty(request)) {
    return responder->fail(Problem{415,
                                   "unsupported-media-type",
                                   "The body must be JSON: Content-Type: application/json",
                                   {},
                                   {}});
  }
  if (request.body.size() > command_bytes_max) {
    return responder->fail(refuse("body-too-large", "A command has at most 1 MiB", Blame::size));
  }
  auto call = read_call(request);
  if (!call) return responder->fail(call.error());
  if (is_command) call->body = request.body;
  call->trace = responder->trace();
  std::string link = is_command ? std::string() : link_with(request, "cursor", "");
  operation.run(std::move(*call), [responder = std::move(*responder), link = std::move(link)](
                                      std::expected<Reply, Error> reply) mutable {
    if (!reply) return responder.fail(reply.error());
    net::Headers headers = headers_of(*reply, link);
    responder.json(reply->status, std::move(reply->body), std::move(headers));
  });
}

}  // namespace

void add_operation_routes(net::Router& router, Services& services) {
  for (const Operation& operation : services.api.operations()) {
    if (operation.is_internal) continue;
    const auto answer = [&services, &operation](const net::Request& request, net::Respond respond) {
      run(services, operation, request, std::move(respond));
    };
    router.add(method_of(operation.method), "/api" + operation.path, answer);
    if (operation.outside_api) router.add(method_of(operation.method), operation.path, answer);
  }
}

}  // namespace daybook::server
