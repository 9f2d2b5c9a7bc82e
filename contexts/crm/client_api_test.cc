#include "contexts/crm/testing_crm.h"

namespace crm {
namespace {

using ClientApi = CrmApiTest;

constexpr const char* the_contact = R"({"contactId":"ada"})";

TEST_F(ClientApi, answers_a_creation_with_the_client) {
  const auto made = api.post("/clients", client("initech"));
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.text(""), R"({"clientId":"initech","name":"Acme Ltd","industry":"Rockets",)"
                           R"("contactIds":[],"debt":0,"version":1,"position":4})");
  EXPECT_EQ(api.post("/clients", R"({"name":"Acme","industry":"x"})").text("/clientId").size(),
            36u);
}

TEST_F(ClientApi, refuses_what_is_missing_wrong_or_taken) {
  const auto before = head();
  const auto refused = [&](const char* body) { return refusal(api.post("/clients", body)); };
  EXPECT_EQ(refused(R"({"industry":"x"})"), "400 missing-field name is required /name");
  EXPECT_EQ(refused(R"({"name":"Acme"})"), "400 missing-field industry is required /industry");
  EXPECT_EQ(refused(R"({"name":["Acme"],"industry":"x"})"),
            "400 wrong-type name must be a string /name");
  EXPECT_EQ(refused(R"({"name":"A","industry":"x"})"),
            "400 invalid-name name must be at least 2 characters /name");
  EXPECT_EQ(refused(R"({"name":"Acme","industry":""})"),
            "400 invalid-text industry must have 1 to 200 characters, not all blank /industry");
  EXPECT_EQ(refusal(api.post("/clients", client("acme"))),
            "409 client-already-exists Client already exists");
  EXPECT_EQ(refusal(api.post("/clients", client(" "))).substr(0, 15), "400 invalid-id ");
  EXPECT_EQ(head(), before);
}

TEST_F(ClientApi, changes_what_an_edit_gives_and_nothing_else) {
  EXPECT_EQ(api.put("/clients/acme", R"({"industry":"Anvils"})").status(), 200);
  const auto shown = api.get("/clients/acme");
  EXPECT_EQ(shown.text("/name"), "Acme Ltd");
  EXPECT_EQ(shown.text("/industry"), "Anvils");
  EXPECT_EQ(refusal(api.put("/clients/acme", "{}")), "400 nothing-to-update nothing to update");
  EXPECT_EQ(api.put("/clients/acme", R"({"name":"A"})").code(), "invalid-name");
  EXPECT_EQ(api.put("/clients/acme", R"({"industry":5})").code(), "wrong-type");
}

TEST_F(ClientApi, knows_nothing_of_clients_that_are_not_there) {
  const std::string unknown = "404 not-found Unknown client";
  EXPECT_EQ(refusal(api.get("/clients/none")), unknown);
  EXPECT_EQ(refusal(api.get("/clients/none/events")), unknown);
  EXPECT_EQ(refusal(api.put("/clients/none", R"({"name":"None"})")), unknown);
  EXPECT_EQ(refusal(api.post("/clients/none/contacts", the_contact)), unknown);
  EXPECT_EQ(refusal(api.del("/clients/none/contacts/ada")), unknown);
  EXPECT_EQ(refusal(api.post("/clients/none/debt", R"({"amount":1})")), unknown);
  EXPECT_EQ(refusal(api.post("/clients/none/debt/pay", R"({"amount":1})")), unknown);
}

TEST_F(ClientApi, shows_its_contacts_and_both_histories_tell_of_the_link) {
  const auto linked = api.post("/clients/acme/contacts", the_contact);
  EXPECT_EQ(linked.status(), 201);
  EXPECT_EQ(linked.text("/contactIds"), R"(["ada"])");
  for (const char* path : {"/clients/acme/events", "/contacts/ada/events"}) {
    const auto events = api.get(path);
    EXPECT_EQ(events.text("/events/1/type"), "ContactLinked") << path;
    EXPECT_EQ(events.text("/events/1/data"), R"({"clientId":"acme","contactId":"ada"})") << path;
  }
  EXPECT_EQ(api.get("/contacts/ada").text("/version"), "2");
  const auto unlinked = api.del("/clients/acme/contacts/ada");
  EXPECT_EQ(unlinked.status(), 200);
  EXPECT_EQ(unlinked.text("/contactIds"), "[]");
  EXPECT_EQ(api.get("/contacts/ada/events").text("/events/2/type"), "ContactUnlinked");
  EXPECT_EQ(api.get("/clients/acme?version=2").text("/contactIds"), R"(["ada"])");
}

TEST_F(ClientApi, links_a_contact_to_one_client_at_a_time) {
  const std::string twice = "409 contact-already-linked Contact is already linked";
  ASSERT_TRUE(api.post("/clients/acme/contacts", the_contact));
  EXPECT_EQ(refusal(api.post("/clients/acme/contacts", the_contact)), twice);
  EXPECT_EQ(refusal(api.post("/clients/globex/contacts", the_contact)), twice);
  ASSERT_TRUE(api.del("/clients/acme/contacts/ada"));
  EXPECT_EQ(api.post("/clients/globex/contacts", the_contact).status(), 201);
}

TEST_F(ClientApi, links_only_contacts_that_are_there) {
  const auto link = [&](const char* body) {
    return refusal(api.post("/clients/acme/contacts", body));
  };
  EXPECT_EQ(link("{}"), "400 missing-field contactId is required /contactId");
  EXPECT_EQ(link(R"({"contactId":""})"), "400 invalid-id contactId must not be blank /contactId");
  EXPECT_EQ(link(R"({"contactId":7})"), "400 wrong-type contactId must be a string /contactId");
  EXPECT_EQ(link(R"({"contactId":"eve"})"), "404 not-found Unknown contact");
  const std::string odd = R"({"contactId":")" + std::string(500, 'x') + R"("})";
  EXPECT_EQ(link(odd.c_str()), "404 not-found Unknown contact");
  ASSERT_TRUE(api.del("/contacts/ada"));
  EXPECT_EQ(link(the_contact), "404 not-found Unknown contact");
  EXPECT_EQ(api.get("/clients/acme").text("/version"), "1");
}

TEST_F(ClientApi, unlinks_only_what_is_linked_to_it) {
  const std::string not_linked = "404 contact-not-linked Contact is not linked to this client";
  EXPECT_EQ(refusal(api.del("/clients/acme/contacts/ada")), not_linked);
  ASSERT_TRUE(api.post("/clients/acme/contacts", the_contact));
  EXPECT_EQ(refusal(api.del("/clients/globex/contacts/ada")), not_linked);
  EXPECT_EQ(refusal(api.del("/clients/acme/contacts/eve")), not_linked);
}

TEST_F(ClientApi, takes_the_client_from_the_path_whatever_the_body_says) {
  ASSERT_TRUE(api.post("/clients/acme/contacts", R"({"contactId":"ada","clientId":"globex"})"));
  EXPECT_EQ(api.get("/clients/acme/events").text("/events/1/data/clientId"), "acme");
}

TEST_F(ClientApi, counts_debt_to_the_cent) {
  EXPECT_EQ(api.post("/clients/acme/debt", R"({"amount":0.1})").status(), 201);
  EXPECT_EQ(api.post("/clients/acme/debt", R"({"amount":"0.20"})").text("/debt"), "0.3");
  const auto paid = api.post("/clients/acme/debt/pay", R"({"amount":0.3})");
  EXPECT_EQ(paid.status(), 201);
  EXPECT_EQ(paid.text("/debt"), "0");
  EXPECT_EQ(refusal(api.post("/clients/acme/debt/pay", R"({"amount":0.01})")),
            "409 payment-exceeds-debt Payment exceeds debt");
  ASSERT_TRUE(api.post("/clients/acme/debt", R"({"amount":9999999999999999.99})"));
  EXPECT_EQ(api.get("/clients/acme").text("/debt"), "9999999999999999.99");
  EXPECT_EQ(refusal(api.post("/clients/acme/debt", R"({"amount":0.01})")),
            "409 debt-too-large The debt would be too large");
}

TEST_F(ClientApi, refuses_amounts_that_are_none) {
  for (const std::string path : {"/clients/acme/debt", "/clients/acme/debt/pay"}) {
    const auto refused = [&](const char* body) { return refusal(api.post(path, body)); };
    EXPECT_EQ(refused("{}"), "400 missing-field amount is required /amount");
    EXPECT_EQ(refused(R"({"amount":0})"),
              "400 amount-not-positive amount must be positive /amount");
    EXPECT_EQ(refused(R"({"amount":-5})"),
              "400 amount-not-positive amount must be positive /amount");
    EXPECT_EQ(refused(R"({"amount":"NaN"})"), "400 not-a-number amount must be a number /amount");
    EXPECT_EQ(refused(R"({"amount":true})"), "400 wrong-type amount must be a number /amount");
    EXPECT_EQ(refused(R"({"amount":0.001})").substr(0, 21), "400 too-many-decimals");
    EXPECT_EQ(refused(R"({"amount":1e17})").substr(0, 20), "400 amount-too-large");
  }
  EXPECT_EQ(api.get("/clients/acme").text("/version"), "1");
}

TEST_F(ClientApi, refuses_a_version_behind_or_ahead) {
  ASSERT_TRUE(api.post("/clients/acme/debt", R"({"amount":1})"));
  for (const std::uint64_t version : {1u, 3u}) {
    const auto refused = api.ask(
        "POST", "/clients/acme/debt",
        {.body = R"({"amount":1})", .expected = daybook::ExpectedVersion::exactly({version})});
    EXPECT_EQ(refusal(refused), "409 version-conflict") << version;
  }
  EXPECT_TRUE(api.post("/clients/acme/debt", R"({"amount":1,"expectedVersion":2})"));
}

TEST_F(ClientApi, adds_debt_once_however_often_it_is_asked_with_one_key) {
  const daybook::Call call{.body = R"({"amount":5})", .idempotency_key = "k"};
  ASSERT_TRUE(api.ask("POST", "/clients/acme/debt", call));
  EXPECT_TRUE(api.ask("POST", "/clients/acme/debt", call).result->repeated);
  EXPECT_EQ(api.get("/clients/acme").text("/debt"), "5");
}

TEST_F(ClientApi, links_once_however_often_it_is_asked_with_one_key) {
  const daybook::Call call{.body = the_contact, .idempotency_key = "k"};
  const auto first = api.ask("POST", "/clients/acme/contacts", call);
  const auto again = api.ask("POST", "/clients/acme/contacts", call);
  ASSERT_TRUE(first && again) << again;
  EXPECT_EQ(again.result->body, first.result->body);
  EXPECT_EQ(api.get("/contacts/ada").text("/version"), "2");
}

TEST_F(ClientApi, lists_clients_by_what_they_are) {
  ASSERT_TRUE(api.put("/clients/globex", R"({"industry":"Energy"})"));
  ASSERT_TRUE(api.post("/clients/globex/debt", R"({"amount":7.5})"));
  ASSERT_TRUE(api.post("/clients/globex/contacts", the_contact));
  EXPECT_EQ(api.get("/clients").text("/clients/0/clientId"), "acme");
  for (const char* query : {"industry=Energy", "debt=7.50", "clientId=globex"}) {
    EXPECT_EQ(api.get("/clients?" + std::string(query)).text("/clients"),
              R"([{"clientId":"globex","name":"Acme Ltd","industry":"Energy",)"
              R"("contactIds":["ada"],"debt":7.5,"version":4}])")
        << query;
  }
}

TEST_F(ClientApi, does_not_show_a_client_that_was_never_created) {
  append_by_hand("client-ghost", "DebtAdded", R"({"amount":5})");
  EXPECT_EQ(api.get("/clients/ghost").code(), "not-found");
  EXPECT_EQ(api.get("/clients").text("/clients/2"), "");
}

TEST_F(ClientApi, unlinks_a_contact_that_nobody_could_know) {
  const std::string odd(500, 'x');
  append_by_hand("client-acme", "ContactLinked",
                 R"({"clientId":"acme","contactId":")" + odd + R"("})");
  EXPECT_EQ(api.del("/clients/acme/contacts/" + odd).status(), 200);
  EXPECT_EQ(api.get("/clients/acme").text("/contactIds"), "[]");
}

}  // namespace
}  // namespace crm
