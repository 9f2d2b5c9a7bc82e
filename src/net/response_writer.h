// Responses as bytes.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "src/net/http.h"
#include "src/net/output_queue.h"

namespace daybook::net {

// How the connection frames the response, which is not for handlers to decide.
struct Framing {
  std::string_view date;
  bool is_http_1_0 = false;
  bool without_body = false;  // The answer to HEAD: all the headers, nothing behind them.
  bool close = false;         // The last answer of this connection.
};

void write_response(Response&& response, const Framing& framing, OutputQueue& output);

// The head of a response that goes on for as long as the stream does: chunked, or up to the end
// of the connection for HTTP/1.0.
void write_stream_head(const Headers& headers, const Framing& framing, OutputQueue& output);

// 101: from here on the connection speaks WebSocket.
void write_upgrade_head(std::string_view accept_key, const Headers& headers, std::string_view date,
                        OutputQueue& output);

std::string http_date(std::time_t time);  // "Sun, 06 Nov 1994 08:49:37 GMT"

}  // namespace daybook::net
