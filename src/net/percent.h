// Percent-encoding of paths and queries, and the UTF-8 that must come out of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/net/http.h"

namespace daybook::net {

// The bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

enum class Plus { is_plus, is_space };

// Decodes into `arena`, whose capacity must suffice (decoded is never longer than encoded), or
// returns `text` itself where there is nothing to decode. None: a bad escape, NUL, or bad UTF-8.
std::optional<std::string_view> percent_decode(std::string_view text, std::string& arena,
                                               Plus plus = Plus::is_plus);

// Splits and decodes `a=1&b=x+y&flag`. False on anything that percent_decode refuses.
bool parse_query(std::string_view query, std::string& arena, std::vector<Field>& fields);

// The path and the query of a request-target, still encoded. Absolute form
// ("http://host/path?query") loses its scheme and authority.
struct TargetParts {
  std::string_view path;
  std::string_view query;
};
TargetParts split_target(std::string_view target);

}  // namespace daybook::net
