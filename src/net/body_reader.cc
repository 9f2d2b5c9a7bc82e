#include "src/net/body_reader.h"

#include <algorithm>
#include <charconv>

namespace daybook::net {

namespace {

constexpr ProtocolError bad_chunk = {400, "malformed-chunk",
                                     "The chunked request body is not well-formed."};

// What a chunk's size line, or all trailers together, may take: more is not meant well.
constexpr std::size_t line_bytes_max = 4 * 1024;

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

}  // namespace

void BodyReader::begin_length(std::uint64_t length) {
  left_ = length;
  state_ = length > 0 ? State::length : State::complete;
}

void BodyReader::begin_chunked() {
  left_ = 0;
  trailer_bytes_ = 0;
  state_ = State::chunk_size;
}

BodyReader::Step BodyReader::read(std::string_view input, std::string& body) {
  Step step;
  while (state_ != State::complete && step.used < input.size()) {
    const std::string_view rest = input.substr(step.used);
    if (state_ == State::length || state_ == State::chunk_data) {
      const std::size_t count = std::min<std::uint64_t>(left_, rest.size());
      body.append(rest.substr(0, count));
      step.used += count;
      left_ -= count;
      if (left_ == 0) finish_data();
      continue;
    }
    const std::size_t feed = rest.substr(0, line_bytes_max).find('\n');
    if (feed == std::string_view::npos) {
      if (rest.size() >= line_bytes_max) step.error = bad_chunk;
      return step;
    }
    step.error = take_line(rest.substr(0, feed), body.size());
    if (step.error) return step;
    step.used += feed + 1;
  }
  return step;
}

void BodyReader::finish_data() {
  state_ = state_ == State::length ? State::complete : State::chunk_end;
}

// `line` without its line feed.
std::optional<ProtocolError> BodyReader::take_line(std::string_view line, std::size_t body_bytes) {
  if (!line.ends_with('\r')) return bad_chunk;
  line.remove_suffix(1);
  if (std::ranges::any_of(line, is_control)) return bad_chunk;
  if (state_ == State::chunk_size) return take_size(line, body_bytes);
  if (state_ == State::chunk_end) {
    state_ = State::chunk_size;
    return line.empty() ? std::nullopt : std::optional(bad_chunk);
  }
  trailer_bytes_ += line.size();
  if (trailer_bytes_ > line_bytes_max) return bad_chunk;
  if (line.empty()) {
    state_ = State::complete;
    return std::nullopt;
  }
  return line.find(':') == std::string_view::npos ? std::optional(bad_chunk) : std::nullopt;
}

std::optional<ProtocolError> BodyReader::take_size(std::string_view line, std::size_t body_bytes) {
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), left_, 16);
  if (error == std::errc::result_out_of_range) return body_too_large;
  if (error != std::errc() || line.starts_with('-')) return bad_chunk;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (!line.empty() && !line.starts_with(';')) return bad_chunk;
  if (left_ > body_bytes_max_ - body_bytes) return body_too_large;
  state_ = left_ > 0 ? State::chunk_data : State::trailer;
  return std::nullopt;
}

}  // namespace daybook::net
