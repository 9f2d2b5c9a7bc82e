#include "src/server/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "daybook/json.h"

namespace daybook::server {
namespace {

using ::testing::HasSubstr;

class StillClock final : public Clock {
 public:
  Time now() const override { return *parse_time("2026-03-01T12:00:00Z"); }
};

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_, O_CLOEXEC), 0); }
  ~Pipe() {
    close_writing();
    ::close(ends_[0]);
  }
  int writing_end() const { return ends_[1]; }
  void close_writing() {
    if (const int end = std::exchange(ends_[1], -1); end >= 0) ::close(end);
  }
  std::string read_some() {
    char bytes[4096];
    const ssize_t got = ::read(ends_[0], bytes, sizeof bytes);
    return std::string(bytes, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  }
  std::string read_all() {
    std::string text;
    for (std::string some; !(some = read_some()).empty();) text += some;
    return text;
  }

 private:
  int ends_[2] = {-1, -1};
};

// Everything that was written, after the log is gone.
template <class Write>
std::string written(Log::Options options, Write write) {
  Pipe pipe;
  const StillClock clock;
  {
    Log log(options, clock, pipe.writing_end());
    write(log);
  }
  pipe.close_writing();
  return pipe.read_all();
}

TEST(Log, writes_text_for_people) {
  EXPECT_EQ(written({},
                    [](Log& log) {
                      log.write(LogLevel::warn, "disk is slow",
                                {{"ms", 12u}, {"path", "/a b"}, {"no", ""}});
                    }),
            "2026-03-01T12:00:00.000000Z warn disk is slow ms=12 path=\"/a b\"\n");
}

TEST(Log, writes_one_json_object_a_line_for_machines) {
  const std::string line = written({.format = LogFormat::json}, [](Log& log) {
    log.write(LogLevel::info, "request", {{"status", 200u}, {"path", "/a\nb"}});
  });
  const auto json = parse_json(line);
  ASSERT_TRUE(json) << line;
  EXPECT_EQ(json->find("status")->text, "200");
  EXPECT_EQ(json->find("path")->text, "/a\nb");
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
}

TEST(Log, keeps_a_line_a_line_whatever_stands_in_it) {
  const std::string line = written(
      {}, [](Log& log) { log.write(LogLevel::info, "a\nb", {{"x", "1\n2"}, {"y", "a=\"b\""}}); });
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
  EXPECT_THAT(line, HasSubstr(R"(x="1\n2")"));
}

TEST(Log, leaves_out_what_is_below_its_level) {
  EXPECT_EQ(written({.level = LogLevel::error},
                    [](Log& log) { log.write(LogLevel::info, "small talk"); }),
            "");
  EXPECT_EQ(
      written({.level = LogLevel::off}, [](Log& log) { log.write(LogLevel::error, "anything"); }),
      "");
}

TEST(Log, drops_lines_rather_than_wait_and_says_so) {
  Pipe pipe;
  const StillClock clock;
  std::string text;
  {
    Log log({.waiting_bytes_max = 10'000}, clock, pipe.writing_end());
    // Far more than the pipe and the bound can hold, and nobody reads.
    const std::string large(1'000, 'x');
    for (int i = 0; i < 1'000; ++i) log.write(LogLevel::info, large);
    while (!text.contains("lines were dropped")) text += pipe.read_some();
  }
  EXPECT_THAT(text, HasSubstr("lines were dropped"));
}

TEST(Log, ends_soon_although_nobody_reads) {
  Pipe pipe;
  const StillClock clock;
  const auto begun = std::chrono::steady_clock::now();
  {
    Log log({}, clock, pipe.writing_end());
    const std::string large(1'000, 'x');
    for (int i = 0; i < 1'000; ++i) log.write(LogLevel::info, large);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
}

}  // namespace
}  // namespace daybook::server
