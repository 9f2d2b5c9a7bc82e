#include "contexts/crm/testing_crm.h"

namespace crm {
namespace {

class ContractApi : public CrmApiTest {
 protected:
  static std::string body(const std::string& id, const std::string& power = "4.6") {
    return R"({"contractId":")" + id +
           R"(","clientId":"acme","startDate":"2026-03-01","tariff":"2.0TD","power":)" + power +
           R"(,"cups":"ES002","address":"1 High Street"})";
  }
  void sign(const std::string& id) { ASSERT_EQ(api.post("/contracts", body(id)).status(), 201); }

  static constexpr const char* to_globex = R"({"clientId":"globex"})";
  static constexpr const char* ten = R"({"amount":10})";
};

TEST_F(ContractApi, answers_a_creation_with_the_contract) {
  EXPECT_EQ(api.post("/contracts", body("k1")).text(""),
            R"({"contractId":"k1","clientId":"acme","startDate":"2026-03-01","tariff":"2.0TD",)"
            R"("power":4.6,"cups":"ES002","address":"1 High Street","versions":[)"
            R"({"startDate":"2026-03-01","tariff":"2.0TD","power":4.6,"cups":"ES002",)"
            R"("address":"1 High Street"}],"version":1,"position":4})");
  EXPECT_EQ(api.post("/contracts", body("k2", R"("5.750")")).text("/power"), "5.75");
}

TEST_F(ContractApi, refuses_what_is_missing_wrong_or_taken) {
  sign("k1");
  const auto before = head();
  const std::string whole = body("k2");
  for (const std::string name : {"clientId", "startDate", "tariff", "power", "cups", "address"}) {
    std::string without = whole;
    without.replace(without.find(name), name.size(), "unheard");
    EXPECT_EQ(refusal(api.post("/contracts", without)),
              "400 missing-field " + name + " is required /" + name);
  }
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = whole;
    changed.replace(changed.find(from), from.size(), to);
    return refusal(api.post("/contracts", changed));
  };
  EXPECT_EQ(with("2026-03-01", "2026-3-1").substr(0, 17), "400 invalid-date ");
  EXPECT_EQ(with("\"2.0TD\"", "2"), "400 wrong-type tariff must be a string /tariff");
  EXPECT_EQ(with("2.0TD", " "),
            "400 invalid-text tariff must have 1 to 50 characters, not all blank /tariff");
  EXPECT_EQ(with("4.6", "0"), "400 power-not-positive power must be positive /power");
  EXPECT_EQ(with("4.6", "\"much\""), "400 not-a-number power must be a number /power");
  EXPECT_EQ(with("ES002", ""),
            "400 invalid-text cups must have 1 to 50 characters, not all blank /cups");
  EXPECT_EQ(with("1 High Street", ""),
            "400 invalid-text address must have 1 to 500 characters, not all blank /address");
  EXPECT_EQ(with("acme", ""), "400 invalid-id clientId must not be blank /clientId");
  EXPECT_EQ(with("acme", "none"), "404 not-found Unknown client");
  EXPECT_EQ(with("k2", "k1"), "409 contract-already-exists Contract already exists");
  EXPECT_EQ(head(), before);
}

TEST_F(ContractApi, shows_the_newest_terms_and_all_there_were) {
  sign("k1");
  EXPECT_EQ(api.post("/contracts/k1/versions", R"({"power":"5.75"})").status(), 201);
  ASSERT_TRUE(api.post("/contracts/k1/versions",
                       R"({"startDate":"2026-05-01T00:00:00Z","tariff":"3.0TD"})"));
  const auto shown = api.get("/contracts/k1");
  EXPECT_EQ(shown.text("/power"), "5.75");
  EXPECT_EQ(shown.text("/tariff"), "3.0TD");
  EXPECT_EQ(shown.text("/startDate"), "2026-05-01T00:00:00Z");
  EXPECT_EQ(shown.text("/versions/0/power"), "4.6");
  EXPECT_EQ(shown.text("/versions/1"),
            R"({"startDate":"2026-03-01","tariff":"2.0TD","power":5.75,"cups":"ES002",)"
            R"("address":"1 High Street"})");
  EXPECT_EQ(shown.text("/versions/2/tariff"), "3.0TD");
  EXPECT_EQ(shown.text("/versions/3"), "");
  EXPECT_EQ(shown.text(""), api.get("/contracts").text("/contracts/0"));
  EXPECT_EQ(api.get("/contracts/k1/events").text("/events/1/data"), R"({"power":5.75})");
}

TEST_F(ContractApi, refuses_a_version_that_changes_nothing) {
  sign("k1");
  const auto refused = [&](const char* body) {
    return refusal(api.post("/contracts/k1/versions", body));
  };
  EXPECT_EQ(refused("{}"), "400 nothing-to-update nothing to update");
  EXPECT_EQ(refused(R"({"clientId":"globex"})"), "400 nothing-to-update nothing to update");
  EXPECT_EQ(refused(R"({"power":-1})"), "400 power-not-positive power must be positive /power");
  EXPECT_EQ(refused(R"({"startDate":"x"})").substr(0, 17), "400 invalid-date ");
}

TEST_F(ContractApi, passes_to_another_client_who_is_there) {
  sign("k1");
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", R"({"clientId":"acme"})")),
            "409 same-holder new client must differ from current client");
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", R"({"clientId":"none"})")),
            "404 not-found Unknown client");
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", "{}")),
            "400 missing-field clientId is required /clientId");
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", R"({"clientId":""})")),
            "400 invalid-id clientId must not be blank /clientId");
  const auto changed = api.post("/contracts/k1/change-holder", to_globex);
  EXPECT_EQ(changed.status(), 201);
  EXPECT_EQ(changed.text("/clientId"), "globex");
  EXPECT_EQ(api.get("/contracts/k1/events").text("/events/1/data"),
            R"({"oldClientId":"acme","newClientId":"globex"})");
  EXPECT_EQ(api.get("/contracts?clientId=globex").text("/contracts/0/contractId"), "k1");
}

TEST_F(ContractApi, stays_with_a_holder_who_owes_until_all_is_paid) {
  sign("k1");
  ASSERT_TRUE(api.post("/clients/acme/debt", ten));
  const std::string owing = "409 outstanding-debt Client has outstanding debt";
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", to_globex)), owing);
  ASSERT_TRUE(api.post("/clients/acme/debt/pay", R"({"amount":9.99})"));
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", to_globex)), owing);
  ASSERT_TRUE(api.post("/clients/acme/debt/pay", R"({"amount":0.01})"));
  ASSERT_TRUE(api.post("/clients/globex/debt", ten));
  EXPECT_EQ(api.post("/contracts/k1/change-holder", to_globex).status(), 201);
  EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", R"({"clientId":"acme"})")), owing);
}

TEST_F(ContractApi, knows_nothing_of_contracts_that_are_not_there) {
  const std::string unknown = "404 not-found Unknown contract";
  EXPECT_EQ(refusal(api.get("/contracts/none")), unknown);
  EXPECT_EQ(refusal(api.get("/contracts/none/events")), unknown);
  EXPECT_EQ(refusal(api.post("/contracts/none/versions", R"({"tariff":"x"})")), unknown);
  EXPECT_EQ(refusal(api.post("/contracts/none/change-holder", to_globex)), unknown);
}

TEST_F(ContractApi, refuses_a_version_behind_or_ahead) {
  sign("k1");
  for (const char* version : {"0", "2"}) {
    const std::string body = R"({"clientId":"globex","expectedVersion":)" + std::string(version);
    EXPECT_EQ(refusal(api.post("/contracts/k1/change-holder", body + "}")), "409 version-conflict");
  }
}

TEST_F(ContractApi, changes_hands_once_however_often_it_is_asked_with_one_key) {
  sign("k1");
  const daybook::Call call{.body = to_globex, .idempotency_key = "k"};
  ASSERT_TRUE(api.ask("POST", "/contracts/k1/change-holder", call));
  const auto again = api.ask("POST", "/contracts/k1/change-holder", call);
  ASSERT_TRUE(again) << again;
  EXPECT_TRUE(again.result->repeated);
  EXPECT_EQ(api.get("/contracts/k1").text("/version"), "2");
}

}  // namespace
}  // namespace crm
