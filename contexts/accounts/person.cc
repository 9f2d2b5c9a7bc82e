#include "contexts/accounts/person.h"

#include <algorithm>

#include "contexts/accounts/refusals.h"
#include "daybook/form.h"
#include "daybook/text.h"

namespace accounts {
namespace {

constexpr std::size_t name_characters_max = 200;

}  // namespace

std::optional<daybook::Error> fault_in_name(std::string_view name) {
  if (!daybook::is_blank(name) && daybook::characters(name) <= name_characters_max &&
      std::ranges::none_of(name, daybook::is_control)) {
    return std::nullopt;
  }
  return daybook::within("/name", invalid_name);
}

std::optional<daybook::Error> fault_in_email(std::string_view email) {
  if (daybook::may_be_email(email)) return std::nullopt;
  return daybook::within("/email", invalid_email);
}

}  // namespace accounts
