#include "src/net/request_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "src/net/ascii.h"

namespace daybook::net {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;

constexpr ProtocolError bad_request_line = {400, "malformed-request-line",
                                            "The request line is not well-formed."};
constexpr ProtocolError bad_header = {400, "malformed-header",
                                      "The request headers are not well-formed."};
constexpr ProtocolError bad_framing = {
    400, "malformed-framing", "Content-Length and Transfer-Encoding do not say where it ends."};
constexpr ProtocolError bad_host = {400, "malformed-host",
                                    "An HTTP/1.1 request carries exactly one Host header."};
constexpr ProtocolError target_too_long = {
    414, "target-too-long", "The request target is longer than this server accepts."};
constexpr ProtocolError unmet_expectation = {417, "expectation-failed",
                                             "The only expectation known here is 100-continue."};
constexpr ProtocolError header_too_large = {
    431, "header-too-large", "The request headers are larger than this server accepts."};
constexpr ProtocolError unknown_coding = {501, "transfer-coding-not-implemented",
                                          "The only transfer coding known here is chunked."};
constexpr ProtocolError unknown_version = {505, "http-version-not-supported",
                                           "This server speaks HTTP/1.1 and HTTP/1.0."};

bool is_token_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::del;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

bool names_another_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t space = line.rfind(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view version = line.substr(space + 1);
  const auto digit = [&](std::size_t i) { return version[i] >= '0' && version[i] <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && digit(5) && version[6] == '.' &&
         digit(7);
}

ProtocolError explain(error_code error, std::string_view head) {
  if (error == http::error::bad_version) {
    return names_another_version(head) ? unknown_version : bad_request_line;
  }
  if (error == http::error::bad_method || error == http::error::bad_target) {
    return bad_request_line;
  }
  if (error == http::error::body_limit) return body_too_large;
  if (error == http::error::bad_content_length || error == http::error::bad_transfer_encoding ||
      error == http::error::multiple_content_length) {
    return bad_framing;
  }
  return bad_header;
}

}  // namespace

HeadScan::Result HeadScan::scan(std::string_view input, const Limits& limits) {
  if (!input.empty() && !is_token_char(input.front())) return {0, bad_request_line};
  while (scanned_ < input.size()) {
    const std::size_t feed = input.find('\n', scanned_);
    if (feed == std::string_view::npos) break;
    const std::string_view line = input.substr(line_begin_, feed - line_begin_);
    if (!line.ends_with('\r')) return {0, line_begin_ == 0 ? bad_request_line : bad_header};
    if (line.starts_with(' ') || line.starts_with('\t')) return {0, bad_header};
    if (const auto error = too_large(feed + 1, limits)) return {0, error};
    line_begin_ = scanned_ = feed + 1;
    if (line.size() == 1) return {feed + 1, std::nullopt};
  }
  scanned_ = input.size();
  return {0, too_large(input.size(), limits)};
}

std::optional<ProtocolError> HeadScan::too_large(std::size_t size, const Limits& limits) const {
  constexpr std::size_t around_target = 48;  // A method and a version.
  if (line_begin_ == 0 && size > limits.target_bytes_max + around_target) return target_too_long;
  if (size > limits.header_bytes_max) return header_too_large;
  return std::nullopt;
}

class RequestParser::Grammar {
 public:
  explicit Grammar(const Limits& limits) : limits_(limits), body_(limits.body_bytes_max) {}

  std::optional<ProtocolError> parse_head(std::string_view head, Request& request) {
    request_ = &request;
    refused_.reset();
    hosts_ = 0;
    expects_continue_ = false;
    parser_.emplace(*this);
    parser_->header_limit(static_cast<std::uint32_t>(head.size()) + 1);
    parser_->body_limit(limits_.body_bytes_max);
    error_code error;
    parser_->put({head.data(), head.size()}, error);
    request_ = nullptr;
    if (refused_) return refused_;
    if (error) return explain(error, head);
    if (hosts_ > 1 || (hosts_ == 0 && !is_http_1_0_)) return bad_host;
    if (parser_->chunked()) {
      body_.begin_chunked();
    } else {
      body_.begin_length(parser_->content_length().value_or(0));
    }
    return std::nullopt;
  }

  BodyReader::Step read_body(std::string_view input, std::string& body) {
    return body_.read(input, body);
  }

  bool has_body() const { return !body_.is_complete(); }
  bool keep_alive() const { return parser_->keep_alive(); }
  bool is_http_1_0() const { return is_http_1_0_; }
  bool expects_continue() const { return expects_continue_; }

 private:
  // Beast's parser is for one message, so that each request begins with a new one.
  class Parser final : public http::basic_parser<true> {
   public:
    explicit Parser(Grammar& grammar) : grammar_(grammar) {}

   private:
    using Text = boost::beast::string_view;

    void on_request_impl(http::verb verb, Text method, Text target, int version,
                         error_code& error) override {
      grammar_.take_request_line(verb, method, target, version, error);
    }
    void on_field_impl(http::field field, Text name, Text value, error_code& error) override {
      grammar_.take_field(field, name, value, error);
    }
    void on_response_impl(int, Text, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
    void on_finish_impl(error_code&) override {}
    std::size_t on_body_impl(Text, error_code&) override { return 0; }
    std::size_t on_chunk_body_impl(std::uint64_t, Text, error_code&) override { return 0; }

    Grammar& grammar_;
  };

  void refuse(const ProtocolError& why, error_code& error) {
    refused_ = why;
    error = http::error::bad_value;
  }

  void take_request_line(http::verb verb, std::string_view method, std::string_view target,
                         int version, error_code& error) {
    if (target.size() > limits_.target_bytes_max) return refuse(target_too_long, error);
    is_http_1_0_ = version == 10;
    request_->method = method_of(verb);
    request_->method_name = method;
    request_->target = target;
  }

  void take_field(http::field field, std::string_view name, std::string_view value,
                  error_code& error) {
    if (request_->headers.size() == limits_.header_count_max) {
      return refuse(header_too_large, error);
    }
    if (field == http::field::host) ++hosts_;
    if (field == http::field::transfer_encoding) {
      if (is_http_1_0_) return refuse(bad_framing, error);
      if (!equals_ignoring_case(value, "chunked")) return refuse(unknown_coding, error);
    }
    if (field == http::field::expect) {
      if (!equals_ignoring_case(value, "100-continue")) return refuse(unmet_expectation, error);
      expects_continue_ = !is_http_1_0_;
    }
    request_->headers.push_back({name, value});
  }

  const Limits& limits_;
  std::optional<Parser> parser_;
  Request* request_ = nullptr;  // While its head is parsed.
  BodyReader body_;
  std::optional<ProtocolError> refused_;
  int hosts_ = 0;
  bool is_http_1_0_ = false;
  bool expects_continue_ = false;
};

RequestParser::RequestParser(const Limits& limits) : grammar_(std::make_unique<Grammar>(limits)) {}
RequestParser::~RequestParser() = default;

std::optional<ProtocolError> RequestParser::parse_head(std::string_view head, Request& request) {
  return grammar_->parse_head(head, request);
}

BodyReader::Step RequestParser::read_body(std::string_view input, std::string& body) {
  return grammar_->read_body(input, body);
}

bool RequestParser::has_body() const { return grammar_->has_body(); }
bool RequestParser::keep_alive() const { return grammar_->keep_alive(); }
bool RequestParser::is_http_1_0() const { return grammar_->is_http_1_0(); }
bool RequestParser::expects_continue() const { return grammar_->expects_continue(); }

}  // namespace daybook::net
