// The query parameters and headers that reads and writes share. Each refusal has the parameter's
// name as its pointer: "/limit".
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/event_store.h"
#include "daybook/result.h"
#include "src/net/http.h"

namespace daybook::server {

constexpr std::size_t limit_default = 50;
constexpr std::size_t limit_max = 1'000;

// 1 to 1000; 50 unless given.
std::expected<std::size_t, Error> read_limit(const net::Request& request);

// A number, or nothing when it is not given.
std::expected<std::optional<std::uint64_t>, Error> read_number(const net::Request& request,
                                                               std::string_view name);

std::expected<Direction, Error> read_direction(const net::Request& request);

// A wall-clock time, or nothing when it is not given.
std::expected<std::optional<Time>, Error> read_since(const net::Request& request);

// ?category= ?type= ?tag=; types and tags several times, or with commas.
EventFilter read_filter(const net::Request& request);

// If-Match: "3" (or * for a stream that exists), Daybook-Expected: none, exists or any.
std::expected<std::optional<ExpectedVersion>, Error> read_if_match(const net::Request& request);
std::expected<std::optional<ExpectedVersion>, Error> read_expected(const net::Request& request);

// False when the body is said to be something other than plain JSON in UTF-8.
bool is_json_or_empty(const net::Request& request);

// This request again from another place: `/api/events?type=A&from=7`.
std::string link_with(const net::Request& request, std::string_view name, std::string_view value);

}  // namespace daybook::server
