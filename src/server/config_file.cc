// The one translation unit that knows TOML.
#include <toml++/toml.h>

#include <fstream>
#include <sstream>

#include "src/server/config.h"

namespace daybook::server {
namespace {

using Added = std::expected<void, std::string>;

Added add(Settings& settings, const std::string& name, const toml::node& node) {
  if (const auto* text = node.as_string()) {
    settings.emplace_back(name, text->get());
    return {};
  }
  if (const auto* flag = node.as_boolean()) {
    settings.emplace_back(name, flag->get() ? "true" : "false");
    return {};
  }
  const auto* array = node.as_array();
  if (array == nullptr)
    return std::unexpected(name + " must be a string, true or false, or a list");
  for (const toml::node& item : *array) {
    const auto* text = item.as_string();
    if (text == nullptr) return std::unexpected(name + " must be a list of strings");
    settings.emplace_back(name, text->get());
  }
  return {};
}

}  // namespace

std::expected<Settings, std::string> read_config_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return std::unexpected("--config " + path + ": this file cannot be read");
  }
  Settings settings;
  try {
    const toml::table parsed = toml::parse(content.str(), path);
    for (const auto& [key, node] : parsed) {
      auto added = add(settings, std::string(key.str()), node);
      if (!added) return std::unexpected(path + ": " + added.error());
    }
  } catch (const toml::parse_error& error) {
    return std::unexpected(path + ":" + std::to_string(error.source().begin.line) + ": " +
                           std::string(error.description()));
  }
  return settings;
}

}  // namespace daybook::server
