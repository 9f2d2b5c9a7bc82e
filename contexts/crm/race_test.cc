// Rules that span two aggregates hold although everybody comes at once.
#include <array>
#include <barrier>
#include <map>
#include <thread>

#include "contexts/crm/testing_crm.h"
#include "daybook/json.h"

namespace crm {
namespace {

using daybook::Decimal;

class CrmRaces : public CrmApiTest {
 protected:
  // Everything that was recorded, in order, as its type, its aggregate's stream and its data.
  struct Fact {
    std::string type;
    std::string stream;
    daybook::Json data;
  };
  std::vector<Fact> facts() {
    std::vector<Fact> all;
    daybook::Position from;
    for (bool at_end = false; !at_end;) {
      const auto page =
          api.store().read_log({.from = from}, daybook::within(std::chrono::seconds(10)));
      daybook::require(page.has_value(), "a log that can be read");
      for (const auto& event : page->events) {
        all.push_back(
            {std::string(event.type), std::string(event.stream), *daybook::parse_json(event.data)});
      }
      from = page->next_position;
      at_end = page->at_end;
    }
    return all;
  }

  // How often a contract left a holder who owed something then.
  int changes_in_debt() {
    std::map<std::string, daybook::Money> debts;
    int wrong = 0;
    for (const Fact& fact : facts()) {
      if (fact.type == "DebtAdded" || fact.type == "DebtPaid") {
        const auto amount =
            *daybook::Money::of(*Decimal::parse(fact.data.find("amount")->text), {});
        daybook::Money& debt = debts[fact.stream];
        debt = *(fact.type == "DebtAdded" ? debt.plus(amount) : debt.minus(amount));
      } else if (fact.type == "ContractHolderChanged") {
        wrong += debts["client-" + fact.data.find("oldClientId")->text].minor != 0;
      }
    }
    return wrong;
  }

  // Both at the same moment, as nearly as threads can.
  template <class First, class Second>
  static void at_once(First first, Second second) {
    std::barrier both(2);
    std::jthread one([&] { both.arrive_and_wait(), first(); });
    std::jthread other([&] { both.arrive_and_wait(), second(); });
  }
};

TEST_F(CrmRaces, never_take_a_contract_from_a_holder_who_owes) {
  constexpr int rounds = 60;
  ASSERT_TRUE(api.post("/contracts", R"({"contractId":"k1","clientId":"acme","tariff":"2.0TD",)"
                                     R"("startDate":"2026-03-01","power":4.6,"cups":"ES002",)"
                                     R"("address":"1 High Street"})"));
  const std::array<std::string, 2> holders{"acme", "globex"};
  const auto owe_and_pay = [&](const std::string& holder) {
    for (int i = 0; i < rounds; ++i) {
      EXPECT_TRUE(api.post("/clients/" + holder + "/debt", R"({"amount":0.01})"));
      EXPECT_TRUE(api.post("/clients/" + holder + "/debt/pay", R"({"amount":0.01})"));
    }
  };
  int changed = 0;
  {
    std::jthread first(owe_and_pay, holders[0]);
    std::jthread second(owe_and_pay, holders[1]);
    for (int i = 0; i < 4 * rounds; ++i) {
      const std::string body = R"({"clientId":")" + holders[(changed + 1) % 2] + R"("})";
      const auto answered = api.post("/contracts/k1/change-holder", body);
      changed += answered ? 1 : 0;
      // A conflict: the client was changed under every try.
      if (answered || refusal(answered) == "409 version-conflict") continue;
      EXPECT_EQ(answered.code(), "outstanding-debt");
    }
  }
  EXPECT_EQ(changes_in_debt(), 0);
  EXPECT_EQ(api.get("/contracts/k1").text("/clientId"), holders[changed % 2]);
  EXPECT_TRUE(api.post("/contracts/k1/change-holder",
                       R"({"clientId":")" + holders[(changed + 1) % 2] + R"("})"));
}

TEST_F(CrmRaces, never_leave_a_client_with_a_deleted_contact) {
  for (int i = 0; i < 60; ++i) {
    const std::string id = "c" + std::to_string(i);
    ASSERT_TRUE(api.post("/contacts", contact(id)));
    daybook::testing::Answered linked, deleted;
    at_once(
        [&] { linked = api.post("/clients/acme/contacts", R"({"contactId":")" + id + R"("})"); },
        [&] { deleted = api.del("/contacts/" + id); });
    // Whoever came second was refused.
    EXPECT_NE(linked.status() == 201, deleted.status() == 200) << linked << deleted;
    EXPECT_EQ(refusal(deleted ? linked : deleted),
              deleted ? "404 not-found Unknown contact"
                      : "409 contact-linked Contact is linked to a client");
    EXPECT_EQ(api.get("/clients/acme").text("/contactIds").contains('"' + id + '"'), bool(linked));
    EXPECT_EQ(bool(api.get("/contacts/" + id)), bool(linked));
  }
}

TEST_F(CrmRaces, never_link_a_contact_to_two_clients) {
  for (int i = 0; i < 60; ++i) {
    const std::string id = "c" + std::to_string(i);
    const std::string body = R"({"contactId":")" + id + R"("})";
    ASSERT_TRUE(api.post("/contacts", contact(id)));
    daybook::testing::Answered first, second;
    at_once([&] { first = api.post("/clients/acme/contacts", body); },
            [&] { second = api.post("/clients/globex/contacts", body); });
    EXPECT_NE(bool(first), bool(second)) << first << second;
    EXPECT_EQ((first ? second : first).code(), "contact-already-linked");
  }
}

TEST_F(CrmRaces, never_leave_half_a_link_when_a_contact_is_unlinked_and_deleted) {
  for (int i = 0; i < 60; ++i) {
    const std::string id = "c" + std::to_string(i);
    ASSERT_TRUE(api.post("/contacts", contact(id)));
    ASSERT_TRUE(api.post("/clients/acme/contacts", R"({"contactId":")" + id + R"("})"));
    daybook::testing::Answered unlinked, deleted;
    at_once([&] { unlinked = api.del("/clients/acme/contacts/" + id); },
            [&] { deleted = api.del("/contacts/" + id + "?cascade=true"); });
    EXPECT_EQ(deleted.status(), 200) << deleted;
    EXPECT_TRUE(unlinked || unlinked.code() == "contact-not-linked") << unlinked;
    EXPECT_EQ(api.get("/clients/acme").text("/contactIds"), "[]");
    const auto version = api.get("/contacts/" + id + "/events");
    EXPECT_EQ(version.text("/events/2/type"), "ContactUnlinked");
    EXPECT_EQ(version.text("/events/3/type"), "ContactDeleted");
    EXPECT_EQ(version.text("/events/4/type"), "");
  }
}

}  // namespace
}  // namespace crm
