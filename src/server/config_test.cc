#include "src/server/config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace daybook::server {
namespace {

// A TOML file that is gone after the test.
class ConfigFile {
 public:
  explicit ConfigFile(std::string_view content) : path_(::testing::TempDir() + name()) {
    std::ofstream(path_) << content;
  }
  ~ConfigFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  static std::string name() {
    return std::string("daybook-") +
           ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".toml";
  }
  const std::string path_;
};

TEST(Config, is_a_log_below_data_on_loopback_when_nothing_is_said) {
  const auto config = read_config({}, {});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->store_url(), "log:./data/log");
  EXPECT_EQ(config->listen, (Address{"127.0.0.1", 3000}));
  EXPECT_EQ(config->log_level, LogLevel::info);
  EXPECT_FALSE(config->insecure);
}

TEST(Config, lets_a_flag_beat_the_environment_which_beats_the_file) {
  const ConfigFile file("data = 'file'\nlisten = '127.0.0.1:1'\nlog-level = 'error'\n");
  const auto config = read_config({{"config", file.path()}, {"data", "flag"}},
                                  {{"DAYBOOK_DATA", "env"}, {"DAYBOOK_LISTEN", "127.0.0.1:2"}});
  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(config->data, "flag");
  EXPECT_EQ(config->listen.port, 2);
  EXPECT_EQ(config->log_level, LogLevel::error);
}

TEST(Config, takes_the_file_from_the_environment) {
  const ConfigFile file("data = 'file'\n");
  const auto config = read_config({}, {{"DAYBOOK_CONFIG", file.path()}});
  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(config->data, "file");
}

TEST(Config, treats_an_empty_variable_as_none) {
  const auto config = read_config({}, {{"DAYBOOK_LISTEN", ""}});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->listen.port, 3000);
}

TEST(Config, ignores_variables_that_others_set_for_a_service_of_its_name) {
  EXPECT_TRUE(read_config({}, {{"DAYBOOK_PORT", "tcp://10.0.0.1:3000"}}));
}

TEST(Config, reads_lists_from_flags_commas_and_files) {
  const auto flags = read_config(
      {{"cors-origin", "https://a.example"}, {"cors-origin", "https://b.example,*"}}, {});
  ASSERT_TRUE(flags);
  EXPECT_EQ(flags->cors_origins,
            (std::vector<std::string>{"https://a.example", "https://b.example", "*"}));
  const ConfigFile file("cors-origin = ['https://a.example', 'http://localhost:5173']\n");
  const auto read = read_config({{"config", file.path()}}, {});
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->cors_origins.size(), 2u);
}

TEST(Config, reads_switches_as_true_and_false) {
  const ConfigFile file("insecure = true\nlisten = '0.0.0.0:80'\n");
  const auto read = read_config({{"config", file.path()}}, {});
  ASSERT_TRUE(read) << read.error();
  EXPECT_TRUE(read->insecure);
  EXPECT_FALSE(read_config({}, {{"DAYBOOK_INSECURE", "yes"}}));
}

TEST(Config, says_what_is_wrong_where_and_what_would_be_right) {
  EXPECT_EQ(read_config({{"log-level", "loud"}}, {}).error(),
            "--log-level \"loud\": must be one of off, error, warn, info, debug");
  EXPECT_EQ(read_config({}, {{"DAYBOOK_STORE", "foo:"}}).error(),
            "DAYBOOK_STORE \"foo:\": must be memory: or log:PATH");
  const ConfigFile file("log-format = 'xml'\n");
  EXPECT_EQ(read_config({{"config", file.path()}}, {}).error(),
            file.path() + ": log-format \"xml\": must be one of text, json");
}

TEST(Config, refuses_unknown_keys_of_a_file_and_names_the_known_ones) {
  const ConfigFile file("lissten = '127.0.0.1:1'\n");
  const auto read = read_config({{"config", file.path()}}, {});
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().contains("unknown key \"lissten\""));
  EXPECT_TRUE(read.error().contains("listen"));
}

TEST(Config, names_the_line_of_a_file_that_is_not_toml) {
  const ConfigFile file("data = 'x'\nlisten = \n");
  const auto read = read_config({{"config", file.path()}}, {});
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().starts_with(file.path() + ":2: ")) << read.error();
}

TEST(Config, refuses_a_file_that_is_missing_and_values_of_other_types) {
  EXPECT_FALSE(read_config({{"config", "/nonexistent.toml"}}, {}));
  const ConfigFile file("listen = 3000\n");
  EXPECT_FALSE(read_config({{"config", file.path()}}, {}));
}

TEST(Config, refuses_an_address_that_others_reach_unless_told_insecure) {
  for (const char* address :
       {"0.0.0.0:3000", "192.168.0.1:80", "[::]:80", "example.org:80", "127.example.org:80"}) {
    EXPECT_FALSE(read_config({{"listen", address}}, {})) << address;
    EXPECT_TRUE(read_config({{"listen", address}, {"insecure", "true"}}, {})) << address;
  }
  for (const char* address : {"127.0.0.1:0", "127.1.2.3:80", "[::1]:80", "localhost:80"}) {
    EXPECT_TRUE(read_config({{"listen", address}}, {})) << address;
  }
}

TEST(Address, is_a_host_and_a_port_and_nothing_else) {
  for (const char* text : {"", "3000", ":3000", "host", "host:", "host:x", "host:65536", "host:-1",
                           "::1:80", "a b:80", "http://h:80"}) {
    EXPECT_FALSE(Address::parse(text)) << text;
  }
  EXPECT_EQ(Address::parse("[::1]:80")->text(), "[::1]:80");
  EXPECT_EQ(Address::parse("host:65535")->port, 65535);
}

}  // namespace
}  // namespace daybook::server
