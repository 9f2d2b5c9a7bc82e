#include "src/net/web_socket_frame.h"

#include <algorithm>
#include <cstring>

#include "src/net/percent.h"
#include "src/net/streams.h"

namespace daybook::net {

namespace {

constexpr std::size_t control_bytes_max = 125;
constexpr std::size_t mask_bytes = 4;

unsigned byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

// How many bytes of length follow the first two.
std::size_t extended_length_bytes(unsigned length) {
  if (length == 126) return 2;
  return length == 127 ? 8 : 0;
}

bool is_control(Opcode opcode) { return static_cast<unsigned>(opcode) >= 8; }

bool is_known(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

// What a client may send: registered codes, and those of applications.
bool is_sendable_code(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

}  // namespace

FrameHead::FrameHead(Opcode opcode, std::size_t payload_bytes) {
  bytes_[0] = static_cast<char>(0x80u | static_cast<unsigned>(opcode));
  std::size_t extended = 0;
  if (payload_bytes < 126) {
    bytes_[1] = static_cast<char>(payload_bytes);
  } else if (payload_bytes <= 0xFFFF) {
    bytes_[1] = 126;
    extended = 2;
  } else {
    bytes_[1] = 127;
    extended = 8;
  }
  for (std::size_t i = 0; i < extended; ++i) {
    bytes_[2 + i] = static_cast<char>(payload_bytes >> (8 * (extended - 1 - i)) & 0xFFu);
  }
  size_ = 2 + extended;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  if (code == close_code::none_received) return {};
  std::string payload = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  payload += reason.substr(0, control_bytes_max - 2);
  while (!is_utf8(std::string_view(payload).substr(2))) payload.pop_back();
  return payload;
}

FrameDecoder::FrameDecoder(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

FrameDecoder::Step FrameDecoder::step(std::string_view input) {
  if (message_delivered_) message_.clear();
  message_delivered_ = false;
  std::size_t used = 0;
  while (true) {
    if (!in_frame_) {
      const std::string_view rest = input.substr(used);
      if (rest.size() < 2) return {.used = used};
      const std::size_t extended = extended_length_bytes(byte_at(rest, 1) & 0x7Fu);
      const std::size_t head_bytes = 2 + extended + mask_bytes;
      if ((byte_at(rest, 1) & 0x80u) == 0) return fail(close_code::protocol_error);
      if (rest.size() < head_bytes) return {.used = used};
      if (const auto code = read_head(rest.substr(0, head_bytes), extended)) return fail(code);
      used += head_bytes;
    }
    const std::string_view rest = input.substr(used);
    const std::size_t count = std::min<std::uint64_t>(payload_left_, rest.size());
    read_payload(rest.substr(0, count));
    used += count;
    if (payload_left_ > 0) return {.used = used};
    const Step step = finish_frame(used);
    if (step.event != Event::none) return step;
  }
}

// Returns the close code of what is wrong with it, or 0.
std::uint16_t FrameDecoder::read_head(std::string_view head, std::size_t extended) {
  const unsigned flags = byte_at(head, 0);
  const unsigned short_length = byte_at(head, 1) & 0x7Fu;
  if ((flags & 0x70u) != 0 || !is_known(flags & 0x0Fu)) return close_code::protocol_error;
  opcode_ = static_cast<Opcode>(flags & 0x0Fu);
  final_ = (flags & 0x80u) != 0;
  payload_left_ = extended ? big_endian(head.substr(2, extended)) : short_length;
  std::memcpy(mask_.data(), head.data() + 2 + extended, mask_.size());
  mask_offset_ = 0;
  in_frame_ = true;
  if (is_control(opcode_)) {
    control_.clear();
    return final_ && payload_left_ <= control_bytes_max ? 0 : close_code::protocol_error;
  }
  if (in_message_ != (opcode_ == Opcode::continuation)) return close_code::protocol_error;
  if (opcode_ == Opcode::binary) return close_code::unsupported_data;
  in_message_ = true;
  if (payload_left_ > message_bytes_max_ - message_.size()) return close_code::message_too_big;
  return 0;
}

void FrameDecoder::read_payload(std::string_view bytes) {
  std::string& into = is_control(opcode_) ? control_ : message_;
  const std::size_t begin = into.size();
  into.append(bytes);
  payload_left_ -= bytes.size();
  char* data = into.data() + begin;
  std::array<char, 8> twice;
  for (std::size_t i = 0; i < twice.size(); ++i) twice[i] = mask_[(mask_offset_ + i) % mask_bytes];
  std::uint64_t mask = 0;
  std::memcpy(&mask, twice.data(), sizeof mask);
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data + i, sizeof word);
    word ^= mask;
    std::memcpy(data + i, &word, sizeof word);
  }
  for (; i < bytes.size(); ++i) data[i] = static_cast<char>(data[i] ^ twice[i % 8]);
  mask_offset_ = (mask_offset_ + bytes.size()) % mask_bytes;
}

FrameDecoder::Step FrameDecoder::finish_frame(std::size_t used) {
  in_frame_ = false;
  switch (opcode_) {
    case Opcode::ping:
      return {used, Event::ping, control_, 0};
    case Opcode::pong:
      return {used, Event::pong, control_, 0};
    case Opcode::close:
      return finish_close(used);
    default:
      break;
  }
  if (!final_) return {.used = used};
  in_message_ = false;
  if (!is_utf8(message_)) return fail(close_code::invalid_text);
  message_delivered_ = true;
  return {used, Event::text, message_, 0};
}

FrameDecoder::Step FrameDecoder::finish_close(std::size_t used) {
  if (control_.empty()) return {used, Event::close, {}, close_code::none_received};
  if (control_.size() < 2) return fail(close_code::protocol_error);
  const std::string_view payload = control_;
  const auto code = static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
  if (!is_sendable_code(code)) return fail(close_code::protocol_error);
  if (!is_utf8(payload.substr(2))) return fail(close_code::invalid_text);
  return {used, Event::close, payload.substr(2), code};
}

FrameDecoder::Step FrameDecoder::fail(std::uint16_t code) {
  return {.event = Event::failed, .code = code};
}

}  // namespace daybook::net
