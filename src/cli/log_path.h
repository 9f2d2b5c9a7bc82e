// The verbs that look after the files of a log take log:PATH only; some take the bare path as well.
#pragma once

#include <optional>
#include <string>

namespace daybook::cli {

// The path of "log:PATH", or nothing for other stores.
inline std::optional<std::string> log_path(const std::string& url) {
  constexpr std::string_view scheme = "log:";
  if (!url.starts_with(scheme) || url.size() == scheme.size()) return std::nullopt;
  return url.substr(scheme.size());
}

inline std::string path_or_log_path(const std::string& text) {
  return log_path(text).value_or(text);
}

inline std::string only_a_log(const std::string& url, std::string_view what) {
  return "--store \"" + url + "\": only a log can be " + std::string(what) + ": log:PATH";
}

}  // namespace daybook::cli
