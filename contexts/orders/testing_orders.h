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

}  // namespace orders
