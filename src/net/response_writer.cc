#include "src/net/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "src/net/ascii.h"

namespace daybook::net {

namespace {

struct Reason {
  int status;
  std::string_view text;
};

constexpr std::array reasons = {
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{206, "Partial Content"},
    Reason{301, "Moved Permanently"},
    Reason{302, "Found"},
    Reason{303, "See Other"},
    Reason{304, "Not Modified"},
    Reason{307, "Temporary Redirect"},
    Reason{308, "Permanent Redirect"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{406, "Not Acceptable"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{410, "Gone"},
    Reason{411, "Length Required"},
    Reason{412, "Precondition Failed"},
    Reason{413, "Content Too Large"},
    Reason{414, "URI Too Long"},
    Reason{415, "Unsupported Media Type"},
    Reason{416, "Range Not Satisfiable"},
    Reason{417, "Expectation Failed"},
    Reason{422, "Unprocessable Content"},
    Reason{426, "Upgrade Required"},
    Reason{428, "Precondition Required"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{502, "Bad Gateway"},
    Reason{503, "Service Unavailable"},
    Reason{504, "Gateway Timeout"},
    Reason{505, "HTTP Version Not Supported"},
};

std::string_view reason(int status) {
  const auto found = std::ranges::find(reasons, status, &Reason::status);
  return found == reasons.end() ? "Status" : found->text;
}

void write_number(std::size_t number, OutputQueue& output) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  output.append(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void write_status_line(int status, OutputQueue& output) {
  if (status == 200) return output.append("HTTP/1.1 200 OK\r\n");
  output.append("HTTP/1.1 ");
  write_number(static_cast<std::size_t>(status), output);
  output.append(" ");
  output.append(reason(status));
  output.append("\r\n");
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

void write_field(std::string_view name, std::string_view value, OutputQueue& output) {
  output.append(name);
  output.append(": ");
  if (std::ranges::none_of(value, is_control)) {
    output.append(value);
  } else {
    std::string safe(value);
    std::ranges::replace_if(safe, is_control, ' ');
    output.append(safe);
  }
  output.append("\r\n");
}

// What only the writer may say, because only it knows.
bool is_framing(std::string_view name) {
  return equals_ignoring_case(name, "content-length") || equals_ignoring_case(name, "connection") ||
         equals_ignoring_case(name, "transfer-encoding") || equals_ignoring_case(name, "date");
}

bool is_field_name(std::string_view name) {
  return !name.empty() && name.find_first_of(": \t\r\n") == std::string_view::npos;
}

void write_fields(const Headers& headers, std::string_view date, OutputQueue& output) {
  for (const auto& [name, value] : headers) {
    if (is_field_name(name) && !is_framing(name)) write_field(name, value, output);
  }
  output.append("Date: ");
  output.append(date);
  output.append("\r\n");
}

}  // namespace

void write_response(Response&& response, const Framing& framing, OutputQueue& output) {
  const bool known = response.status >= 200 && response.status <= 599;
  const int status = known ? response.status : 500;
  const bool bodiless = status == 204 || status == 304;
  write_status_line(status, output);
  if (!response.content_type.empty()) write_field("Content-Type", response.content_type, output);
  const std::string_view body =
      response.body.empty() ? response.static_body : std::string_view(response.body);
  if (!bodiless) {
    output.append("Content-Length: ");
    write_number(body.size(), output);
    output.append("\r\n");
  }
  if (framing.close) {
    output.append("Connection: close\r\n");
  } else if (framing.is_http_1_0) {
    output.append("Connection: keep-alive\r\n");
  }
  write_fields(response.headers, framing.date, output);
  output.append("\r\n");
  if (bodiless || framing.without_body) return;
  if (response.body.empty()) {
    output.append_static(response.static_body);
  } else {
    output.take(std::move(response.body));
  }
}

void write_stream_head(const Headers& headers, const Framing& framing, OutputQueue& output) {
  output.append(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n");
  if (!framing.is_http_1_0) output.append("Transfer-Encoding: chunked\r\n");
  if (framing.close) output.append("Connection: close\r\n");
  write_fields(headers, framing.date, output);
  output.append("\r\n");
}

void write_upgrade_head(std::string_view accept_key, const Headers& headers, std::string_view date,
                        OutputQueue& output) {
  output.append(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
  write_field("Sec-WebSocket-Accept", accept_key, output);
  write_fields(headers, date, output);
  output.append("\r\n");
}

std::string http_date(std::time_t time) {
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts = {};
  gmtime_r(&time, &parts);
  std::array<char, 64> text;
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %d %02d:%02d:%02d GMT",
                                 days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                                 months[static_cast<std::size_t>(parts.tm_mon)],
                                 parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace daybook::net
