#include "src/net/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "src/net/ascii.h"

namespace daybook::net {

namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Status";
  }
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
