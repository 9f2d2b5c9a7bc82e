// Random requests, against a few lines that say what has to come of them.
#include <map>
#include <random>
#include <set>

#include "contexts/crm/testing_crm.h"

namespace crm {
namespace {

// What should be the case, in the plainest of words.
struct Expected {
  std::map<std::string, std::string> client_of;  // of each contact there is; empty: none
  std::set<std::string> deleted;
  std::map<std::string, std::int64_t> cents_owed{{"acme", 0}, {"globex", 0}};
  std::string holder = "acme";

  bool is_client(const std::string& id) const { return cents_owed.contains(id); }
};

class CrmProperty : public CrmApiTest {
 protected:
  void SetUp() override {
    CrmApiTest::SetUp();
    expected_.client_of["ada"] = "";
    ASSERT_TRUE(api.post("/contracts", R"({"contractId":"k1","clientId":"acme","tariff":"2.0TD",)"
                                       R"("startDate":"2026-03-01","power":4.6,"cups":"ES002",)"
                                       R"("address":"1 High Street"})"));
  }

  std::size_t below(std::size_t count) { return random_() % count; }
  std::string some_contact() { return std::vector<std::string>{"ada", "bob", "cyd"}[below(3)]; }
  std::string some_client() { return std::vector<std::string>{"acme", "globex", "none"}[below(3)]; }

  // Sends one request, and gives what was answered and what should have been: a code, or nothing.
  std::pair<std::string, std::string> step() {
    switch (below(7)) {
      case 0:
        return create(some_contact());
      case 1:
        return remove(some_contact(), below(2) == 0);
      case 2:
        return link(some_client(), some_contact());
      case 3:
        return unlink(some_client(), some_contact());
      case 4:
        return owe(some_client(), static_cast<std::int64_t>(below(300)));
      case 5:
        return pay(some_client(), static_cast<std::int64_t>(below(300)));
      default:
        return pass_on(some_client());
    }
  }

  std::pair<std::string, std::string> create(const std::string& id) {
    const std::string code = api.post("/contacts", contact(id)).code();
    if (expected_.client_of.contains(id) || expected_.deleted.contains(id)) {
      return {code, "contact-already-exists"};
    }
    expected_.client_of[id] = "";
    return {code, ""};
  }

  std::pair<std::string, std::string> remove(const std::string& id, bool cascade) {
    const std::string code = api.del("/contacts/" + id + (cascade ? "?cascade=true" : "")).code();
    if (!expected_.client_of.contains(id)) return {code, "not-found"};
    if (!expected_.client_of[id].empty() && !cascade) return {code, "contact-linked"};
    expected_.client_of.erase(id);
    expected_.deleted.insert(id);
    return {code, ""};
  }

  std::pair<std::string, std::string> link(const std::string& client, const std::string& id) {
    const std::string body = R"({"contactId":")" + id + R"("})";
    const std::string code = api.post("/clients/" + client + "/contacts", body).code();
    if (!expected_.is_client(client) || !expected_.client_of.contains(id)) {
      return {code, "not-found"};
    }
    if (!expected_.client_of[id].empty()) return {code, "contact-already-linked"};
    expected_.client_of[id] = client;
    return {code, ""};
  }

  std::pair<std::string, std::string> unlink(const std::string& client, const std::string& id) {
    const std::string code = api.del("/clients/" + client + "/contacts/" + id).code();
    if (!expected_.is_client(client)) return {code, "not-found"};
    const auto found = expected_.client_of.find(id);
    if (found == expected_.client_of.end() || found->second != client) {
      return {code, "contact-not-linked"};
    }
    found->second = "";
    return {code, ""};
  }

  static std::string amount(std::int64_t cents) {
    return R"({"amount":)" + daybook::Decimal::of(cents, 2).text() + "}";
  }

  std::pair<std::string, std::string> owe(const std::string& client, std::int64_t cents) {
    const std::string code = api.post("/clients/" + client + "/debt", amount(cents)).code();
    if (cents == 0) return {code, "amount-not-positive"};
    if (!expected_.is_client(client)) return {code, "not-found"};
    expected_.cents_owed[client] += cents;
    return {code, ""};
  }

  std::pair<std::string, std::string> pay(const std::string& client, std::int64_t cents) {
    const bool all = below(3) == 0 && expected_.is_client(client);
    if (all) cents = expected_.cents_owed[client];
    const std::string code = api.post("/clients/" + client + "/debt/pay", amount(cents)).code();
    if (cents == 0) return {code, "amount-not-positive"};
    if (!expected_.is_client(client)) return {code, "not-found"};
    if (cents > expected_.cents_owed[client]) return {code, "payment-exceeds-debt"};
    expected_.cents_owed[client] -= cents;
    return {code, ""};
  }

  std::pair<std::string, std::string> pass_on(const std::string& client) {
    const std::string body = R"({"clientId":")" + client + R"("})";
    const std::string code = api.post("/contracts/k1/change-holder", body).code();
    if (!expected_.is_client(client)) return {code, "not-found"};
    if (expected_.cents_owed[expected_.holder] > 0) return {code, "outstanding-debt"};
    if (client == expected_.holder) return {code, "same-holder"};
    expected_.holder = client;
    return {code, ""};
  }

  // Views and lists both.
  void compare() {
    EXPECT_EQ(api.get("/contracts/k1").text("/clientId"), expected_.holder);
    for (const auto& [client, cents] : expected_.cents_owed) {
      const auto shown = api.get("/clients/" + client);
      EXPECT_EQ(shown.text("/debt"), daybook::Decimal::of(cents, 2).text());
      EXPECT_EQ(shown.text(""), api.get("/clients?clientId=" + client).text("/clients/0"));
      for (const char* id : {"ada", "bob", "cyd"}) {
        const auto found = expected_.client_of.find(id);
        const bool linked = found != expected_.client_of.end() && found->second == client;
        EXPECT_EQ(shown.text("/contactIds").contains(id), linked) << client << ' ' << id;
      }
    }
    for (const char* id : {"ada", "bob", "cyd"}) {
      EXPECT_EQ(bool(api.get("/contacts/" + std::string(id))), expected_.client_of.contains(id));
    }
  }

  void run(std::uint32_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_.seed(seed);
    for (int i = 0; i < 200 && !HasFailure(); ++i) {
      const auto [answered, wanted] = step();
      EXPECT_EQ(answered, wanted) << "at step " << i;
    }
    compare();
  }

 private:
  std::mt19937 random_;
  Expected expected_;
};

TEST_F(CrmProperty, answers_as_a_few_plain_lines_would) { run(1); }
TEST_F(CrmProperty, answers_so_to_other_requests_as_well) { run(2); }
TEST_F(CrmProperty, answers_so_to_requests_that_nobody_thought_of) { run(std::random_device()()); }

}  // namespace
}  // namespace crm
