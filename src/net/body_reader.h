// A request's body out of its bytes on the wire, by length or in chunks (RFC 9112, 6 and 7).
//
//   chunked  = *(size [extension] CRLF data CRLF) "0" [extension] CRLF *(trailer CRLF) CRLF
//   size     = 1*HEXDIG, not 0
//
// Extensions and trailers are read and dropped. Boost.Beast could do this too, but asserts on a
// last chunk that arrives byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/net/protocol_error.h"

namespace daybook::net {

class BodyReader {
 public:
  explicit BodyReader(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  void begin_length(std::uint64_t length);
  void begin_chunked();

  bool is_complete() const { return state_ == State::complete; }

  struct Step {
    std::size_t used = 0;  // Bytes of the input that are done with; the rest comes again.
    std::optional<ProtocolError> error;
  };
  Step read(std::string_view input, std::string& body);

 private:
  enum class State { complete, length, chunk_size, chunk_data, chunk_end, trailer };

  std::optional<ProtocolError> take_line(std::string_view line, std::size_t body_bytes);
  std::optional<ProtocolError> take_size(std::string_view line, std::size_t body_bytes);
  void finish_data();

  const std::size_t body_bytes_max_;
  State state_ = State::complete;
  std::uint64_t left_ = 0;  // Of the body, or of the chunk.
  std::size_t trailer_bytes_ = 0;
};

}  // namespace daybook::net
