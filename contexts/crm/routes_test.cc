// What is offered, and how it is described and reached.
#include <set>

#include "contexts/crm/testing_crm.h"
#include "daybook/api.h"
#include "daybook/read_stores.h"
#include "daybook/stores.h"

namespace crm {
namespace {

class CrmRoutes : public ::testing::Test {
 protected:
  CrmRoutes() { api_.add(crm_); }
  const std::vector<daybook::Operation>& operations() const { return api_.operations(); }

 private:
  daybook::testing::ManualClock clock_;
  daybook::testing::CountingIds ids_;
  const std::unique_ptr<daybook::EventStore> store_ =
      daybook::open_memory_store({.clock = &clock_, .ids = &ids_});
  const std::unique_ptr<daybook::ReadStore> rows_ = daybook::open_memory_read_store();
  const daybook::Context crm_ = context();
  daybook::Api api_{{.store = *store_,
                     .clock = clock_,
                     .ids = ids_,
                     .executor = [](std::move_only_function<void()>) { return false; },
                     .report = {},
                     .rows = rows_.get()}};
};

TEST_F(CrmRoutes, have_each_a_name_of_its_own) {
  std::set<std::string> names;
  for (const auto& operation : operations()) {
    EXPECT_TRUE(names.insert(operation.name).second) << operation.name;
  }
  EXPECT_TRUE(names.contains("open-cases"));
}

TEST_F(CrmRoutes, tell_what_they_show_and_what_they_refuse) {
  for (const auto& operation : operations()) {
    if (operation.body != daybook::Body::events) {
      EXPECT_NE(operation.output, nullptr) << operation.name;
    }
    if (operation.input != nullptr) {
      EXPECT_FALSE(operation.input->refusals.empty()) << operation.name;
    }
  }
}

// As over a WebSocket, where no path tells the id.
TEST(CrmMessages, name_everything_themselves) {
  daybook::testing::ApiUnderTest api(context());
  const auto send = [&](std::string_view command, std::string data) {
    const auto answered = api.send(command, std::move(data));
    EXPECT_TRUE(answered) << command << ' ' << answered;
  };
  send("CreateClient", R"({"clientId":"acme","name":"Acme Ltd","industry":"Rockets"})");
  send("CreateClient", R"({"clientId":"globex","name":"Globex Ltd","industry":"Energy"})");
  send("CreateContact",
       R"({"contactId":"ada","name":"Ada","email":"ada@example.org","phone":"555 0100"})");
  send("LinkContact", R"({"clientId":"acme","contactId":"ada"})");
  send("UnlinkContact", R"({"clientId":"acme","contactId":"ada"})");
  send("LinkContact", R"({"clientId":"globex","contactId":"ada"})");
  send("DeleteContact", R"({"contactId":"ada","cascade":true})");
  send("CreateContract",
       R"({"contractId":"k1","clientId":"acme","startDate":"2026-03-01","tariff":"2.0TD",)"
       R"("power":"4.6","cups":"ES002","address":"1 High Street"})");
  send("ChangeContractHolder", R"({"contractId":"k1","clientId":"globex"})");
  send("CreateCase",
       R"({"caseId":"c1","clientId":"acme","openedAt":"2026-03-01","description":"Dark"})");
  send("CloseCase", R"({"caseId":"c1"})");
  EXPECT_EQ(api.get("/contracts/k1").text("/clientId"), "globex");
  EXPECT_EQ(api.get("/clients/globex").text("/contactIds"), "[]");
  EXPECT_EQ(api.get("/cases/c1").text("/status"), "closed");
}

}  // namespace
}  // namespace crm
