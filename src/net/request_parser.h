// Reads one request after another: Beast knows the grammar of heads, this class adds what a server
// facing strangers must refuse. Heads come whole (see HeadScan), bodies in whatever pieces arrive.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "src/net/body_reader.h"
#include "src/net/http.h"
#include "src/net/protocol_error.h"
#include "src/net/server.h"

namespace daybook::net {

// Finds where a head ends, over as many reads as it takes, and refuses early what cannot become
// one: a TLS hello, bare line feeds, folded lines, too much of anything.
class HeadScan {
 public:
  struct Result {
    std::size_t head_bytes = 0;  // 0: more is needed.
    std::optional<ProtocolError> error;
  };

  Result scan(std::string_view input, const Limits& limits);
  void reset() { line_begin_ = scanned_ = 0; }

 private:
  std::optional<ProtocolError> too_large(std::size_t size, const Limits& limits) const;

  std::size_t line_begin_ = 0;
  std::size_t scanned_ = 0;
};

class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  // `head` must outlive the request, whose method, target and headers become views of it.
  std::optional<ProtocolError> parse_head(std::string_view head, Request& request);

  // Whether there is a body of which not everything was read.
  bool has_body() const;

  // What the head announced.
  bool keep_alive() const;
  bool is_http_1_0() const;
  bool expects_continue() const;

  // The body's bytes, where there is one: BodyReader::read() until has_body() is false.
  BodyReader::Step read_body(std::string_view input, std::string& body);

 private:
  class Grammar;

  std::unique_ptr<Grammar> grammar_;
};

}  // namespace daybook::net
