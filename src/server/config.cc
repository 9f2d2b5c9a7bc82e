#include "src/server/config.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "src/server/text.h"

namespace daybook::server {
namespace {

using Set = std::expected<void, std::string>;

Set wrong(std::string_view right) { return std::unexpected(std::string(right)); }

template <class Choice, std::size_t N>
Set choose(Choice& to, std::string_view text,
           const std::array<std::pair<std::string_view, Choice>, N>& choices) {
  std::string names;
  for (const auto& [name, choice] : choices) {
    if (name == text) return to = choice, Set{};
    names += names.empty() ? "" : ", ";
    names += name;
  }
  return std::unexpected("must be one of " + names);
}

Set set_data(Config& config, std::string_view text) {
  config.data = text;
  while (config.data.size() > 1 && config.data.ends_with('/')) config.data.pop_back();
  return {};
}

Set set_listen(Config& config, std::string_view text) {
  auto address = Address::parse(text);
  if (!address) return std::unexpected(address.error());
  config.listen = std::move(*address);
  return {};
}

Set set_store(Config& config, std::string_view text) {
  if (text != "memory:" && (!text.starts_with("log:") || text == "log:")) {
    return wrong("must be memory: or log:PATH");
  }
  config.store = text;
  return {};
}

Set set_read_store(Config& config, std::string_view text) {
  if (text != "memory:" && (!text.starts_with("sqlite:") || text == "sqlite:")) {
    return wrong("must be memory: or sqlite:PATH");
  }
  config.read_store = text;
  return {};
}

Set set_log_format(Config& config, std::string_view text) {
  return choose(config.log_format, text,
                std::array<std::pair<std::string_view, LogFormat>, 2>{
                    {{"text", LogFormat::text}, {"json", LogFormat::json}}});
}

Set set_log_level(Config& config, std::string_view text) {
  return choose(config.log_level, text,
                std::array<std::pair<std::string_view, LogLevel>, 5>{{{"off", LogLevel::off},
                                                                      {"error", LogLevel::error},
                                                                      {"warn", LogLevel::warn},
                                                                      {"info", LogLevel::info},
                                                                      {"debug", LogLevel::debug}}});
}

Set set_insecure(Config& config, std::string_view text) {
  return choose(config.insecure, text,
                std::array<std::pair<std::string_view, bool>, 4>{
                    {{"true", true}, {"false", false}, {"1", true}, {"0", false}}});
}

// "90s", "30m", "12h", "7d", or "off".
Set set_scrub_every(Config& config, std::string_view text) {
  constexpr std::string_view units = "smhd";
  constexpr std::array<std::uint32_t, 4> seconds{1, 60, 3'600, 86'400};
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::size_t unit = text.empty() ? units.npos : units.find(text.back());
  config.scrub_every = {};
  if (text == "off") return {};
  if (error != std::errc() || end + 1 != text.data() + text.size() || unit == units.npos ||
      count == 0 || count > 10'000) {
    return wrong("must be a time such as 7d, 12h or 30m, or off");
  }
  config.scrub_every = std::chrono::seconds(std::uint64_t{count} * seconds[unit]);
  return {};
}

// An origin as browsers send it: scheme, host, perhaps a port, no path.
bool is_origin(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == text.npos || scheme == 0) return false;
  const std::string_view authority = text.substr(scheme + 3);
  return !authority.empty() && authority.find_first_of("/?#@ \t\"\\") == authority.npos;
}

Set set_cors_origin(Config& config, std::string_view text) {
  for (std::string_view origin : split(text, ',')) {
    if (origin != "*" && !is_origin(origin)) {
      return wrong("must be an origin such as https://app.example.org, or *");
    }
    config.cors_origins.emplace_back(origin);
  }
  return {};
}

constexpr auto table = std::to_array<Option>({
    {"data", "DIR", "where the log and the read models are kept (./data)", false, set_data},
    {"listen", "HOST:PORT", "address to serve on; port 0 picks a free one (127.0.0.1:3000)", false,
     set_listen},
    {"store", "URL", "memory: or log:PATH (log:DIR/log)", false, set_store},
    {"read-store", "URL", "memory: or sqlite:PATH (sqlite:DIR/read.db)", false, set_read_store},
    {"log-format", "FORMAT", "text or json (text on a terminal, else json)", false, set_log_format},
    {"log-level", "LEVEL", "off, error, warn, info or debug (info)", false, set_log_level},
    {"insecure", "", "allow an address that other machines reach, without TLS and authentication",
     false, set_insecure},
    {"cors-origin", "ORIGIN", "web origin whose pages may call this server; repeatable; * is any",
     true, set_cors_origin},
    {"scrub-every", "TIME", "how often all of the log is read and checked; off for never (7d)",
     false, set_scrub_every},
});

std::string known_names() {
  std::string names;
  for (const Option& option : table) {
    names += names.empty() ? "" : ", ";
    names += option.name;
  }
  return names;
}

const Option* find_option(std::string_view name) {
  const auto* found = std::ranges::find(table, name, &Option::name);
  return found == table.end() ? nullptr : found;
}

// DAYBOOK_LOG_LEVEL for log-level.
std::string variable_of(std::string_view name) {
  std::string variable = "DAYBOOK_" + std::string(name);
  for (char& c : variable) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
  return variable;
}

const std::string* find(const Settings& settings, std::string_view name) {
  const auto found = std::ranges::find(settings, name, &Settings::value_type::first);
  return found == settings.end() ? nullptr : &found->second;
}

// Where one option was set: all of its texts, from the strongest place that names it.
struct Given {
  std::vector<std::string> texts;
  std::string place;
};

Given find_given(const Option& option, const Settings& flags, const Settings& environment,
                 const Settings& file, const std::string& file_name) {
  Given given;
  for (const auto& [name, text] : flags) {
    if (name == option.name) given.texts.push_back(text);
  }
  given.place = "--" + std::string(option.name);
  if (!given.texts.empty()) return given;

  // An empty variable is one that is not set, as shells and compose files have it.
  const std::string variable = variable_of(option.name);
  if (const auto* text = find(environment, variable); text != nullptr && !text->empty()) {
    return {{*text}, variable};
  }
  for (const auto& [name, text] : file) {
    if (name == option.name) given.texts.push_back(text);
  }
  given.place = file_name + ": " + std::string(option.name);
  return given;
}

std::expected<void, std::string> check_reach(const Config& config) {
  if (config.insecure || config.listen.is_loopback()) return {};
  return std::unexpected(
      "--listen " + config.listen.text() +
      ": other machines can reach this address, and this release has neither TLS nor "
      "authentication; use 127.0.0.1, or add --insecure to allow it all the same");
}

}  // namespace

std::expected<Address, std::string> Address::parse(std::string_view text) {
  const std::string right = "must be HOST:PORT, such as 127.0.0.1:3000 or [::1]:3000";
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return std::unexpected(right);
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.contains(':')) {
    return std::unexpected(right);
  }
  const auto port = parse_number(text.substr(colon + 1));
  if (host.empty() || host.find_first_of(" /[]@") != host.npos) return std::unexpected(right);
  if (!port || *port > 65'535) return std::unexpected(right + "; a port is 0 to 65535");
  return Address{std::string(host), static_cast<std::uint16_t>(*port)};
}

std::string Address::text() const {
  const bool v6 = host.contains(':');
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool Address::is_loopback() const {
  if (host == "localhost" || host == "::1") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
}

std::span<const Option> options() { return table; }

Settings environment() {
  Settings settings;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (!text.starts_with("DAYBOOK_") || equals == text.npos) continue;
    settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return settings;
}

std::expected<Config, std::string> read_config(const Settings& flags, const Settings& environment) {
  const std::string* path = find(flags, "config");
  if (path == nullptr) path = find(environment, "DAYBOOK_CONFIG");
  Settings file;
  if (path != nullptr && !path->empty()) {
    auto read = read_config_file(*path);
    if (!read) return std::unexpected(read.error());
    file = std::move(*read);
  }
  for (const auto& [name, text] : file) {
    if (find_option(name) != nullptr) continue;
    return std::unexpected(*path + ": unknown key \"" + name + "\"; known are " + known_names());
  }

  Config config;
  for (const Option& option : table) {
    const Given given = find_given(option, flags, environment, file, path == nullptr ? "" : *path);
    for (const std::string& text : given.texts) {
      auto done = text.empty() ? wrong("must not be empty") : option.set(config, text);
      if (!done) return std::unexpected(given.place + " \"" + text + "\": " + done.error());
    }
  }
  if (auto done = check_reach(config); !done) return std::unexpected(done.error());
  return config;
}

}  // namespace daybook::server
