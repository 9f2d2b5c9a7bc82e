#include "src/core/command_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <vector>

namespace daybook {
namespace {

// These live in the log: the free fields' names, how a commit id begins, and how all are computed.
constexpr std::string_view hash_field = "requestHash";
constexpr std::string_view refusal_field = "refusal";
constexpr std::string_view commit_prefix = "key:";

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view text) {
  Digest digest;
  unsigned size = 0;
  const int done =
      EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  require(done == 1 && size == digest.size(), "SHA-256 is available");
  return digest;
}

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned char byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

// Parts that do not run into each other: each begins with its length.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) {
    text.append(std::to_string(part.size())).append(":").append(part);
  }
  return text;
}

// Without spaces, members in the order of their names.
void write_sorted(const Json& json, JsonWriter& to) {
  switch (json.kind) {
    case Json::Kind::null:
      to.null();
      return;
    case Json::Kind::boolean:
      to.boolean(json.boolean);
      return;
    case Json::Kind::number:
      to.raw(json.text);
      return;
    case Json::Kind::string:
      to.string(json.text);
      return;
    case Json::Kind::array:
      to.begin_array();
      for (const Json& item : json.items) write_sorted(item, to);
      to.end_array();
      return;
    case Json::Kind::object:
      break;
  }
  std::vector<const JsonMember*> members;
  for (const JsonMember& member : json.members) members.push_back(&member);
  std::ranges::sort(members, {}, &JsonMember::name);
  to.begin_object();
  for (const JsonMember* member : members) {
    to.key(member->name);
    write_sorted(member->value, to);
  }
  to.end_object();
}

// The object with one more member.
std::string with_field(std::string_view object, std::string_view name, std::string_view json) {
  const std::size_t end = object.rfind('}');
  std::string text(object.substr(0, end));
  const bool is_empty = text.find_first_not_of(" \t\r\n{") == text.npos;
  text.append(is_empty ? "" : ",").append(json_string(name)).append(":").append(json);
  return text.append("}");
}

std::string text_in(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found != nullptr && found->is(Json::Kind::string) ? found->text : std::string();
}

constexpr std::array<std::string_view, 5> blames{"input", "unknown", "state", "rule", "size"};

}  // namespace

Once once_of(const KeyedRequest& request) {
  std::string body;
  JsonWriter writer(body);
  write_sorted(request.body, writer);
  Once once;
  once.commit_id =
      std::string(commit_prefix) + hex(sha256(joined({request.category, request.key})));
  once.fingerprint = hex(sha256(joined({request.command, request.id, body})));
  return once;
}

// A UUID of version 8: bytes of our own choosing.
Uuid id_made_by(const Once& once) {
  const Digest digest = sha256(joined({"id", once.commit_id}));
  Uuid id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  id.bytes[6] = (id.bytes[6] & 0x0F) | 0x80;
  id.bytes[8] = (id.bytes[8] & 0x3F) | 0x80;
  return id;
}

std::string with_fingerprint(std::string_view metadata, std::string_view fingerprint) {
  return with_field(metadata, hash_field, json_string(fingerprint));
}

std::string fingerprint_of(std::string_view metadata) {
  const auto json = parse_json(metadata);
  return json ? text_in(*json, hash_field) : std::string();
}

std::string with_refusal(std::string_view metadata, const Error& refusal) {
  std::string text;
  JsonWriter writer(text);
  writer.begin_object();
  writer.key("blame").string(blames[static_cast<std::size_t>(refusal.blame)]);
  writer.key("code").string(refusal.code);
  writer.key("detail").string(refusal.detail);
  if (!refusal.pointer.empty()) writer.key("pointer").string(refusal.pointer);
  writer.end_object();
  return with_field(metadata, refusal_field, text);
}

std::optional<Error> refusal_of(std::string_view metadata) {
  const auto json = parse_json(metadata);
  const Json* found = json ? json->find(refusal_field) : nullptr;
  if (found == nullptr || !found->is(Json::Kind::object)) return std::nullopt;
  const auto blame = std::ranges::find(blames, text_in(*found, "blame"));
  if (blame == blames.end()) return std::nullopt;
  Error error = refuse(text_in(*found, "code"), text_in(*found, "detail"),
                       static_cast<Blame>(blame - blames.begin()));
  error.pointer = text_in(*found, "pointer");
  return error;
}

}  // namespace daybook
