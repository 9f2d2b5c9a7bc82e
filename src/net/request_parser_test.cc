#include "src/net/request_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace daybook::net {
namespace {

const Limits limits;

// The status that the head is refused with, 200 for one that is understood, 0 for one unfinished.
int status_of(std::string_view head) {
  const HeadScan::Result found = HeadScan().scan(head, limits);
  if (found.error) return found.error->status;
  if (found.head_bytes == 0) return 0;
  RequestParser parser(limits);
  Request request;
  const auto error = parser.parse_head(head.substr(0, found.head_bytes), request);
  return error ? error->status : 200;
}

int status_with(std::string_view fields) {
  return status_of("POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n");
}

TEST(RequestParser, reads_the_request_line_and_the_headers) {
  RequestParser parser(limits);
  Request request;
  ASSERT_FALSE(parser.parse_head("PATCH /a?b=c HTTP/1.1\r\nHost: x\r\nX-Y:  z \r\n\r\n", request));
  EXPECT_EQ(request.method, Method::patch);
  EXPECT_EQ(request.target, "/a?b=c");
  EXPECT_EQ(request.header("x-y"), "z");
  EXPECT_TRUE(parser.keep_alive());
  EXPECT_FALSE(parser.has_body());
}

TEST(RequestParser, refuses_malformed_request_lines) {
  EXPECT_EQ(status_of("GET  / HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1 \r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTX/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\nHost: x\n\n"), 400);
  EXPECT_EQ(status_of("\x16\x03\x01\x02"), 400) << "a TLS hello, before it is complete";
}

TEST(RequestParser, refuses_other_versions) {
  EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: x\r\n\r\n"), 505);
  EXPECT_EQ(status_of("PRI * HTTP/2.0\r\n\r\n"), 505);
  EXPECT_EQ(status_of("GET / HTTP/0.9\r\n\r\n"), 505);
}

TEST(RequestParser, refuses_malformed_headers) {
  EXPECT_EQ(status_with("No colon\r\n"), 400);
  EXPECT_EQ(status_with(": no name\r\n"), 400);
  EXPECT_EQ(status_with("Name : value\r\n"), 400);
  EXPECT_EQ(status_with("A: folded\r\n value\r\n"), 400);
  EXPECT_EQ(status_with("A: bare\nB: feed\r\n"), 400);
  EXPECT_EQ(status_with(std::string("A: n\0l\r\n", 8)), 400);
  EXPECT_EQ(status_with("A: c\rd\r\n"), 400);
}

TEST(RequestParser, asks_for_exactly_one_host_in_http_1_1) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_with("Host: y\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
}

TEST(RequestParser, refuses_every_doubt_about_where_a_body_ends) {
  EXPECT_EQ(status_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(status_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: 5, 6\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: -1\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: +5\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: 0x5\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: 5 5\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length:\r\n"), 400);
  EXPECT_EQ(status_with("Content-Length: 99999999999999999999999\r\n"), 400);
  EXPECT_EQ(status_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestParser, refuses_transfer_codings_it_does_not_know) {
  EXPECT_EQ(status_with("Transfer-Encoding: gzip\r\n"), 501);
  EXPECT_EQ(status_with("Transfer-Encoding: gzip, chunked\r\n"), 501);
  EXPECT_EQ(status_with("Transfer-Encoding: xchunked\r\n"), 501);
  EXPECT_EQ(status_with("Transfer-Encoding: identity\r\n"), 501);
}

TEST(RequestParser, knows_one_expectation) {
  EXPECT_EQ(status_with("Expect: 100-continue\r\n"), 200);
  EXPECT_EQ(status_with("Expect: miracles\r\n"), 417);
}

TEST(RequestParser, holds_to_its_limits) {
  EXPECT_EQ(status_with("Content-Length: 1048576\r\n"), 200);
  EXPECT_EQ(status_with("Content-Length: 1048577\r\n"), 413);
  EXPECT_EQ(status_of("GET /" + std::string(8200, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
  EXPECT_EQ(status_of("GET /" + std::string(8300, 'a')), 414) << "before the line ends";
  EXPECT_EQ(status_with("A: " + std::string(17'000, 'a') + "\r\n"), 431);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nA: " + std::string(17'000, 'a')), 431) << "unfinished";
  std::string many;
  for (int i = 0; i < 101; ++i) many += "A: b\r\n";
  EXPECT_EQ(status_with(many), 431);
}

TEST(RequestParser, finds_the_same_end_of_a_head_whatever_the_pieces) {
  const std::string head = "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n";
  const std::string input = head + "GET /next";
  HeadScan scan;
  for (std::size_t size = 1; size < head.size(); ++size) {
    ASSERT_EQ(scan.scan(std::string_view(input).substr(0, size), limits).head_bytes, 0u);
  }
  EXPECT_EQ(scan.scan(input, limits).head_bytes, head.size());
}

// Feeds a body in pieces of a size, as HttpSession does: what is not used comes again.
std::string read_body(std::string_view framing, std::string_view wire, std::size_t piece_bytes) {
  RequestParser parser(limits);
  Request request;
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(framing) + "\r\n\r\n";
  if (parser.parse_head(head, request)) return "head refused";
  std::string body;
  std::string input;
  for (std::size_t at = 0; at < wire.size(); at += piece_bytes) {
    input += wire.substr(at, piece_bytes);
    const auto step = parser.read_body(input, body);
    if (step.error) return std::to_string(step.error->status);
    input.erase(0, step.used);
    if (!parser.has_body()) return body + "|" + input;
  }
  return "unfinished";
}

TEST(RequestParser, reads_chunked_bodies_in_any_pieces) {
  const std::string wire = "5\r\nhello\r\n6;ext=\"a\"\r\n world\r\n0\r\nTrailer: x\r\n\r\n";
  for (std::size_t piece = 1; piece <= wire.size(); ++piece) {
    EXPECT_EQ(read_body("Transfer-Encoding: chunked", wire, piece), "hello world|") << piece;
  }
}

TEST(RequestParser, reads_an_empty_chunked_body_byte_by_byte) {
  EXPECT_EQ(read_body("Transfer-Encoding: chunked", "0\r\n\r\n", 1), "|");
}

TEST(RequestParser, leaves_what_comes_behind_a_body) {
  EXPECT_EQ(read_body("Content-Length: 3", "abcGET", 100), "abc|GET");
  EXPECT_EQ(read_body("Transfer-Encoding: chunked", "0\r\n\r\nGET", 100), "|GET");
}

TEST(RequestParser, refuses_malformed_chunks) {
  for (const char* wire :
       {"x\r\nabc\r\n", "\r\n", "5\nhello\n", "0\r\nno trailer\r\n", "5\r\nhelloXX0\r\n\r\n",
        "-1\r\n\r\n", "5 5\r\nhello\r\n", "5;a=\x01\r\nhello\r\n"}) {
    EXPECT_EQ(read_body("Transfer-Encoding: chunked", wire, 100), "400") << wire;
  }
}

TEST(RequestParser, refuses_a_chunked_body_that_grows_too_large) {
  const std::string block = "80000\r\n" + std::string(0x80000, 'a') + "\r\n";
  EXPECT_EQ(read_body("Transfer-Encoding: chunked", block + block + "1\r\na\r\n", 4096), "413");
}

TEST(RequestParser, refuses_a_chunk_larger_than_any_number) {
  EXPECT_EQ(read_body("Transfer-Encoding: chunked", "fffffffffffffffff\r\n", 100), "413");
  EXPECT_EQ(read_body("Transfer-Encoding: chunked", "ffffffffffffffff\r\n", 100), "413");
}

TEST(RequestParser, refuses_an_endless_chunk_extension) {
  const std::string wire = "5;" + std::string(20'000, 'a');
  EXPECT_EQ(read_body("Transfer-Encoding: chunked", wire, 4096), "400");
}

TEST(RequestParser, outlives_random_heads_and_bodies) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string good =
      "POST /a%20b?c=d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nA: b, c\r\n\r\n";
  for (int round = 0; round < 20'000; ++round) {
    std::string head = good;
    for (unsigned i = 0; i <= random() % 4; ++i) head[random() % head.size()] = random() % 256;
    status_of(head);
    std::string wire = "5\r\nhello\r\n6;e=v\r\n world\r\n0\r\nT: x\r\n\r\n";
    for (unsigned i = 0; i <= random() % 3; ++i) wire[random() % wire.size()] = random() % 256;
    read_body("Transfer-Encoding: chunked", wire, 1 + random() % 16);
  }
}

}  // namespace
}  // namespace daybook::net
