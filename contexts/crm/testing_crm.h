// For tests: the whole crm API, with a few things in it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "daybook/testing_api.h"

namespace crm {

daybook::Context context();

class CrmApiTest : public ::testing::Test {
 protected:
  // Ada, who is nobody's contact, and two clients.
  void SetUp() override {
    ASSERT_EQ(api.post("/contacts", contact("ada")).status(), 201);
    ASSERT_EQ(api.post("/clients", client("acme")).status(), 201);
    ASSERT_EQ(api.post("/clients", client("globex")).status(), 201);
  }

  static std::string contact(const std::string& id) {
    return R"({"contactId":")" + id +
           R"(","name":"Ada Lovelace","email":"ada@example.org","phone":"+44 20 7946 0018"})";
  }
  static std::string client(const std::string& id) {
    return R"({"clientId":")" + id + R"(","name":"Acme Ltd","industry":"Rockets"})";
  }

  // What was recorded so far, of everything.
  daybook::Position head() { return api.store().head(); }

  void append_by_hand(const std::string& stream, std::string type, std::string data) {
    auto done =
        api.store().append({.streams = {{*daybook::StreamId::parse(stream),
                                         daybook::ExpectedVersion::any(),
                                         {{.type = std::move(type), .data = std::move(data)}}}}},
                           daybook::within(std::chrono::seconds(10)));
    daybook::require(done.has_value(), "an append by hand");
  }

  daybook::testing::ApiUnderTest api{context()};
};

}  // namespace crm
