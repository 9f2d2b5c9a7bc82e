// For tests: orders through the API, as HTTP and messages would ask.
#pragma once

#include <string>
#include <string_view>

#include "daybook/testing_api.h"

namespace orders {

daybook::Context context();

using daybook::testing::Answered;

class OrdersApiTest : public ::testing::Test {
 protected:
  // Makes an order, and gives its id.
  std::string create(std::string_view user = "ada") {
    const auto made =
        api.post("/orders", R"({"userId":")" + std::string(user) + R"(","total":99.90})");
    daybook::require(made.status() == 201, "an order");
    return made.text("/orderId");
  }

  Answered ship(const std::string& id) {
    return api.post("/orders/" + id + "/ship", R"({"carrier":"DHL","trackingNumber":"JD1"})");
  }
  Answered cancel(const std::string& id) { return api.post("/orders/" + id + "/cancel"); }

  std::uint64_t stored() { return api.store().head().value; }

  daybook::testing::ApiUnderTest api{context()};
};

// The refusal in an answer, as "status code detail pointer".
inline std::string refusal(const Answered& answered) {
  if (answered) return "accepted: " + answered.result->body;
  const daybook::Error& error = answered.result.error();
  if (error.kind == daybook::ErrorKind::conflict) return "409 " + error.code;
  if (error.kind == daybook::ErrorKind::fault) return "5xx " + error.code;
  constexpr std::string_view statuses[] = {"400", "404", "409", "422", "413"};
  std::string text(statuses[static_cast<std::size_t>(error.blame)]);
  text.append(" ").append(error.code).append(" ").append(error.detail);
  return error.pointer.empty() ? text : text.append(" ").append(error.pointer);
}

}  // namespace orders
