#include "contexts/calendar/moment.h"

#include <utility>

namespace calendar {

std::optional<Moment> Moment::parse(std::string_view text) {
  constexpr std::size_t length_of_date = 10;
  if (text.size() <= length_of_date) return std::nullopt;
  const auto time = daybook::parse_time(text);
  if (!time) return std::nullopt;
  return Moment{*time, std::string(text)};
}

}  // namespace calendar

std::expected<void, daybook::Error> daybook::Form<calendar::Moment>::read(const Json& json,
                                                                          calendar::Moment& to) {
  auto moment = json.is(Json::Kind::string) ? calendar::Moment::parse(json.text) : std::nullopt;
  if (!moment) {
    return std::unexpected(
        invalid("", "invalid-time", "must be a time such as 2026-03-01T09:00:00+01:00"));
  }
  to = std::move(*moment);
  return {};
}
