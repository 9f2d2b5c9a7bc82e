// Times as RFC 3339 text, both ways.
#include <algorithm>

#include "daybook/clock.h"

namespace daybook {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

// What four digits of a year can say.
constexpr Time first_moment = sys_days(year(0) / 1 / 1);
constexpr Time last_moment = sys_days(year(10'000) / 1 / 1) - microseconds(1);

void put_digits(char* to, int count, std::int64_t value) {
  for (int i = count - 1; i >= 0; --i) {
    to[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

// What is left to read of a text. Once something does not fit, nothing does.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

  int number(std::size_t digits, int max) {
    if (rest_.size() < digits) return fail();
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(rest_[i])) return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value <= max ? value : fail();
  }

  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == any_of.npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(std::string_view any_of) { ok_ &= take(any_of); }

  // The decimals of a second, in microseconds; what is finer is cut off.
  microseconds decimals() {
    microseconds::rep value = 0;
    std::size_t count = 0;
    for (; count < rest_.size() && is_digit(rest_[count]); ++count) {
      if (count < 6) value = value * 10 + (rest_[count] - '0');
    }
    if (count == 0) fail();
    for (std::size_t i = count; i < 6; ++i) value *= 10;
    rest_.remove_prefix(count);
    return microseconds(value);
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  int fail() {
    ok_ = false;
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

std::optional<sys_days> read_date(Cursor& cursor) {
  const int y = cursor.number(4, 9'999);
  cursor.expect("-");
  const int m = cursor.number(2, 12);
  cursor.expect("-");
  const int d = cursor.number(2, 31);
  const year_month_day date = year(y) / m / d;
  if (!cursor.ok() || !date.ok()) return std::nullopt;
  return sys_days(date);
}

// Second 60 is not read: a leap second has no place in a Time.
microseconds read_time_of_day(Cursor& cursor) {
  microseconds time = hours(cursor.number(2, 23));
  cursor.expect(":");
  time += minutes(cursor.number(2, 59));
  cursor.expect(":");
  time += seconds(cursor.number(2, 59));
  if (cursor.take(".")) time += cursor.decimals();
  return time;
}

minutes read_offset(Cursor& cursor) {
  if (cursor.take("Zz")) return minutes(0);
  const bool negative = cursor.take("-");
  if (!negative) cursor.expect("+");
  minutes offset = hours(cursor.number(2, 23));
  cursor.expect(":");
  offset += minutes(cursor.number(2, 59));
  return negative ? -offset : offset;
}

}  // namespace

std::string to_text(Time time) {
  time = std::clamp(time, first_moment, last_moment);
  const auto day = std::chrono::floor<days>(time);
  const year_month_day date(day);
  const auto of_day = (time - day).count();

  std::string text = "0000-00-00T00:00:00.000000Z";
  put_digits(&text[0], 4, static_cast<int>(date.year()));
  put_digits(&text[5], 2, static_cast<unsigned>(date.month()));
  put_digits(&text[8], 2, static_cast<unsigned>(date.day()));
  put_digits(&text[11], 2, of_day / 3'600'000'000);
  put_digits(&text[14], 2, of_day / 60'000'000 % 60);
  put_digits(&text[17], 2, of_day / 1'000'000 % 60);
  put_digits(&text[20], 6, of_day % 1'000'000);
  return text;
}

std::optional<Time> parse_time(std::string_view text) {
  Cursor cursor(text);
  const auto day = read_date(cursor);
  if (!day) return std::nullopt;
  if (cursor.at_end()) return Time(*day);

  cursor.expect("Tt");
  const microseconds time_of_day = read_time_of_day(cursor);
  const minutes offset = read_offset(cursor);
  if (!cursor.ok() || !cursor.at_end()) return std::nullopt;
  const Time time = *day + time_of_day - offset;
  if (time < first_moment || time > last_moment) return std::nullopt;
  return time;
}

}  // namespace daybook
