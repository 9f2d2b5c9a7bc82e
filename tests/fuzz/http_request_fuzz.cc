// Requests from strangers: heads and bodies, whole and in pieces of a size that the first byte
// says. However the bytes arrive, they mean the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "daybook/result.h"
#include "src/net/percent.h"
#include "src/net/request_parser.h"

namespace daybook::net {
namespace {

constexpr std::size_t requests_max = 8;

// What the requests say, one after the other; how it ended last.
class Reading {
 public:
  explicit Reading(std::size_t piece_bytes) : piece_bytes_(piece_bytes) {
    limits_.body_bytes_max = 1'000;
  }

  std::string of(std::string_view bytes) {
    bytes_ = bytes;
    for (std::size_t i = 0; i < requests_max && read_one(); ++i) continue;
    return said_;
  }

 private:
  // What has arrived and was not used; more of it each time. False: there is no more.
  bool receive() {
    if (received_ == bytes_.size()) return false;
    received_ = std::min(bytes_.size(), received_ + piece_bytes_);
    return true;
  }
  std::string_view input() const { return bytes_.substr(used_, received_ - used_); }

  bool refuse(const ProtocolError& error) {
    require(error.status >= 400 && error.status < 600, "a refusal has its status");
    said_ += " refused";
    return false;
  }

  bool read_one() {
    HeadScan scan;
    HeadScan::Result head;
    while (head = scan.scan(input(), limits_), head.head_bytes == 0 && !head.error) {
      if (!receive()) return false;
    }
    if (head.error) return refuse(*head.error);
    require(head.head_bytes <= input().size(), "a head lies within its input");
    const std::string kept(input().substr(0, head.head_bytes));
    used_ += head.head_bytes;
    RequestParser parser(limits_);
    Request request;
    if (const auto error = parser.parse_head(kept, request)) return refuse(*error);
    said_ += " " + std::to_string(static_cast<int>(request.method)) + std::string(request.target);
    for (const auto& [name, value] : request.headers) {
      said_.append(" ").append(name).append("=").append(value);
    }
    decode(request.target);
    return read_body(parser) && parser.keep_alive();
  }

  static void decode(std::string_view target) {
    std::string arena;
    arena.reserve(target.size());
    std::vector<Field> fields;
    const bool good = parse_query(split_target(target).query, arena, fields);
    require(!good || arena.size() <= target.size(), "decoded is no longer");
  }

  bool read_body(RequestParser& parser) {
    std::string body;
    while (parser.has_body()) {
      const auto step = parser.read_body(input(), body);
      require(step.used <= input().size(), "a step lies within its input");
      require(body.size() <= limits_.body_bytes_max, "a body has its limit");
      used_ += step.used;
      if (step.error) return refuse(*step.error);
      if (parser.has_body() && !receive()) return false;
    }
    said_ += " body " + body;
    return true;
  }

  const std::size_t piece_bytes_;
  Limits limits_;
  std::string_view bytes_;
  std::size_t received_ = 0, used_ = 0;
  std::string said_;
};

}  // namespace
}  // namespace daybook::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using daybook::require;
  using daybook::net::Reading;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string at_once = Reading(bytes.size() + 1).of(bytes);
  require(Reading(1 + data[0] % 64).of(bytes) == at_once, "pieces mean the same");
  return 0;
}
