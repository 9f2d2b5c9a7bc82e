#include "contexts/orders/order_forms.h"

#include <algorithm>
#include <array>

using orders::Status;

// In the order of the enumeration.
static constexpr std::array<std::string_view, 3> names{"CREATED", "SHIPPED", "CANCELLED"};

void daybook::Form<Status>::describe(FieldShape& shape) {
  shape.values.assign(names.begin(), names.end());
}

std::expected<void, daybook::Error> daybook::Form<Status>::read(const Json& json, Status& to) {
  const auto found = std::ranges::find(names, json.text);
  if (!json.is(Json::Kind::string) || found == names.end()) {
    return std::unexpected(wrong_type("", "CREATED, SHIPPED or CANCELLED"));
  }
  to = static_cast<Status>(found - names.begin());
  return {};
}

void daybook::Form<Status>::write(JsonWriter& to, Status from) {
  to.string(names[static_cast<std::size_t>(from)]);
}
