#include "daybook/trace.h"

#include <algorithm>
#include <span>

#include "daybook/json.h"

namespace daybook {
namespace {

struct KnownField {
  std::string_view name;
  std::string_view key;  // as it is written, with its colon
  std::string Trace::* member;
};

// These names live in the metadata of every event and never change.
constexpr KnownField known_fields[] = {
    {"correlationId", R"("correlationId":)", &Trace::correlation_id},
    {"causationId", R"("causationId":)", &Trace::causation_id},
    {"traceparent", R"("traceparent":)", &Trace::traceparent},
    {"traceId", R"("traceId":)", &Trace::trace_id},
    {"user", R"("user":)", &Trace::user},
    {"source", R"("source":)", &Trace::source},
};

constexpr std::size_t traceparent_bytes = 55;
constexpr std::string_view zeros = "00000000000000000000000000000000";

// An id of the W3C trace context: lower-case hex, not all zero.
bool is_id(std::string_view text, std::size_t digits) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == digits && std::ranges::all_of(text, is_hex) &&
         text != zeros.substr(0, digits);
}

bool is_flags(std::string_view text) { return is_id(text, 2) || text == "00"; }

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::uint8_t byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
}

// What stands between the braces of a JSON object.
std::string_view inside_braces(std::string_view object) {
  constexpr std::string_view space = " \t\r\n";
  object.remove_prefix(object.find('{') + 1);
  object.remove_suffix(object.size() - object.rfind('}'));
  object.remove_prefix(std::min(object.find_first_not_of(space), object.size()));
  return object;
}

}  // namespace

std::optional<std::string_view> trace_id_of(std::string_view traceparent) {
  // "00-" 32 digits "-" 16 digits "-" 2 digits
  if (traceparent.size() != traceparent_bytes || !traceparent.starts_with("00-"))
    return std::nullopt;
  if (traceparent[35] != '-' || traceparent[52] != '-') return std::nullopt;
  const auto trace_id = traceparent.substr(3, 32);
  const bool good = is_id(trace_id, 32) && is_id(traceparent.substr(36, 16), 16) &&
                    is_flags(traceparent.substr(53));
  return good ? std::optional(trace_id) : std::nullopt;
}

std::string new_traceparent(IdSource& ids, std::string_view trace_id) {
  std::string traceparent;
  traceparent.reserve(traceparent_bytes);
  traceparent.append("00-");
  if (is_id(trace_id, 32)) {
    traceparent.append(trace_id);
  } else {
    append_hex(traceparent, ids.next().bytes);
  }
  traceparent.push_back('-');
  // The second half of an id is its random half.
  const Uuid span = ids.next();
  append_hex(traceparent, std::span(span.bytes).last(8));
  return traceparent.append("-01");
}

std::string to_metadata(const Trace& trace, std::string_view free_fields) {
  const auto free = free_fields.empty() ? Json{} : parse_json(free_fields).value_or(Json{});

  constexpr std::size_t names_bytes = 128;
  std::size_t size = names_bytes + free_fields.size();
  for (const KnownField& field : known_fields) size += (trace.*field.member).size();
  std::string metadata;
  metadata.reserve(size);
  for (const KnownField& field : known_fields) {
    const std::string& value = trace.*field.member;
    if (value.empty() || free.find(field.name) != nullptr) continue;
    metadata.push_back(metadata.empty() ? '{' : ',');
    metadata.append(field.key);
    JsonWriter(metadata).string(value);
  }
  if (!free.members.empty()) {
    metadata.push_back(metadata.empty() ? '{' : ',');
    metadata.append(inside_braces(free_fields));
  }
  return metadata.empty() ? "{}" : std::move(metadata.append("}"));
}

Trace trace_of(std::string_view metadata) {
  Trace trace;
  const auto json = parse_json(metadata);
  if (!json) return trace;
  for (const KnownField& field : known_fields) {
    const Json* value = json->find(field.name);
    if (value != nullptr && value->is(Json::Kind::string)) trace.*field.member = value->text;
  }
  return trace;
}

}  // namespace daybook
