// What `daybook serve` can be told. Each option is a flag, an environment variable and a key of a
// TOML file: --log-level, DAYBOOK_LOG_LEVEL, log-level. Flag beats environment beats file.
//
//   auto config = read_config({{"listen", "127.0.0.1:0"}}, environment());
//   if (!config) std::cerr << "daybook: " << config.error() << '\n';
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daybook::server {

struct Address {
  std::string host;
  std::uint16_t port = 0;

  // "HOST:PORT", "[::1]:PORT"; nothing else.
  static std::expected<Address, std::string> parse(std::string_view text);
  std::string text() const;
  bool is_loopback() const;
  bool operator==(const Address&) const = default;
};

enum class LogFormat : std::uint8_t { automatic, text, json };
enum class LogLevel : std::uint8_t { off, error, warn, info, debug };

struct Config {
  std::string data = "./data";
  Address listen{"127.0.0.1", 3000};
  std::string store;       // empty: the log below `data`
  std::string read_store;  // empty: a file below `data`; beside a store in memory, in memory too
  LogFormat log_format = LogFormat::automatic;
  LogLevel log_level = LogLevel::info;
  bool insecure = false;
  std::vector<std::string> cors_origins;
  std::chrono::seconds scrub_every = std::chrono::hours(7 * 24);  // 0: never

  std::string store_url() const { return store.empty() ? "log:" + data + "/log" : store; }
  std::string read_store_url() const {
    if (!read_store.empty()) return read_store;
    return store == "memory:" ? store : "sqlite:" + data + "/read.db";
  }
};

struct Option {
  std::string_view name;         // "log-level"
  std::string_view value_name;   // "LEVEL"; empty: a switch, true or false
  std::string_view description;  // for --help, with the default
  bool is_list = false;  // may be given several times; one text may hold several with commas

  // Gives what would have been right when `text` is not.
  std::expected<void, std::string> (*set)(Config&, std::string_view text);
};

// Every option but --config, in the order of the help.
std::span<const Option> options();

// Names and texts as given, in order.
using Settings = std::vector<std::pair<std::string, std::string>>;

// The variables of this process that begin with DAYBOOK_.
Settings environment();

// The error is one line: what is wrong, where, and what would be right.
std::expected<Config, std::string> read_config(const Settings& flags, const Settings& environment);

// The settings of a TOML file.
std::expected<Settings, std::string> read_config_file(const std::string& path);

}  // namespace daybook::server
