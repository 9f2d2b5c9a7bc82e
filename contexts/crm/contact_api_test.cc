#include "contexts/crm/testing_crm.h"

namespace crm {
namespace {

using ContactApi = CrmApiTest;

TEST_F(ContactApi, answers_a_creation_with_the_contact) {
  const auto made = api.post("/contacts", contact("grace"));
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.text(""),
            R"({"status":"ok","contactId":"grace","name":"Ada Lovelace","email":"ada@example.org",)"
            R"("phone":"+44 20 7946 0018","version":1,"position":4})");
}

TEST_F(ContactApi, makes_an_id_unless_one_is_given) {
  const std::string body = R"({"name":"Al","email":"al@example.org","phone":"555 0100"})";
  const auto made = api.post("/contacts", body);
  EXPECT_EQ(made.status(), 201);
  const std::string id = made.text("/contactId");
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(api.get("/contacts/" + id).text("/name"), "Al");
}

TEST_F(ContactApi, refuses_an_id_that_is_blank_or_taken) {
  for (const char* id : {"", " "}) {
    EXPECT_EQ(api.post("/contacts", contact(id)).code(), "invalid-id") << '"' << id << '"';
  }
  EXPECT_EQ(refusal(api.post("/contacts", contact("ada"))),
            "409 contact-already-exists Contact already exists");
}

TEST_F(ContactApi, wants_each_field_and_says_which) {
  const auto before = head();
  const auto refused = [&](const char* body) { return refusal(api.post("/contacts", body)); };
  EXPECT_EQ(refused(R"({"email":"a@b.org","phone":"555 0100"})"),
            "400 missing-field name is required /name");
  EXPECT_EQ(refused(R"({"name":"Al","phone":"555 0100"})"),
            "400 missing-field email is required /email");
  EXPECT_EQ(refused(R"({"name":"Al","email":"a@b.org"})"),
            "400 missing-field phone is required /phone");
  EXPECT_EQ(refused(R"({"name":5,"email":"a@b.org","phone":"555 0100"})"),
            "400 wrong-type name must be a string /name");
  EXPECT_EQ(refused(R"({"name":"A","email":"a@b.org","phone":"555 0100"})"),
            "400 invalid-name name must be at least 2 characters /name");
  EXPECT_EQ(refused(R"({"name":"Al","email":"","phone":"555 0100"})"),
            "400 invalid-email invalid email /email");
  EXPECT_EQ(refused(R"({"name":"Al","email":"a@b.org","phone":"555"})"),
            "400 invalid-phone invalid phone /phone");
  EXPECT_EQ(refusal(api.post("/contacts", R"({"contactId":5})")).substr(0, 4), "400 ");
  EXPECT_EQ(head(), before);
}

TEST_F(ContactApi, changes_what_an_edit_gives_and_nothing_else) {
  const auto edited = api.put("/contacts/ada", R"({"phone":"555 0100"})");
  EXPECT_EQ(edited.status(), 200);
  EXPECT_EQ(edited.text("/phone"), "555 0100");
  EXPECT_EQ(edited.text("/version"), "2");
  EXPECT_EQ(edited.text("/status"), "");
  EXPECT_EQ(api.put("/contacts/ada", R"({"name":"Ada L","email":"l@b.org"})").status(), 200);
  EXPECT_EQ(api.get("/contacts/ada").text(""),
            R"({"contactId":"ada","name":"Ada L","email":"l@b.org","phone":"555 0100",)"
            R"("version":3})");
  EXPECT_EQ(api.get("/contacts/ada/events").text("/events/1/data"), R"({"phone":"555 0100"})");
}

TEST_F(ContactApi, refuses_edits_that_give_nothing_or_what_cannot_be) {
  const auto refused = [&](const char* body) { return refusal(api.put("/contacts/ada", body)); };
  EXPECT_EQ(refused("{}"), "400 nothing-to-update nothing to update");
  EXPECT_EQ(refused(R"({"name":null,"age":7})"), "400 nothing-to-update nothing to update");
  EXPECT_EQ(refused(R"({"name":""})"), "400 invalid-name name must be at least 2 characters /name");
  EXPECT_EQ(refused(R"({"email":"ada"})"), "400 invalid-email invalid email /email");
  EXPECT_EQ(refused(R"({"phone":7})"), "400 wrong-type phone must be a string /phone");
  EXPECT_EQ(api.get("/contacts/ada").text("/version"), "1");
}

TEST_F(ContactApi, knows_nothing_of_contacts_that_are_not_there) {
  const std::string unknown = "404 not-found Unknown contact";
  EXPECT_EQ(refusal(api.get("/contacts/eve")), unknown);
  EXPECT_EQ(refusal(api.get("/contacts/eve/events")), unknown);
  EXPECT_EQ(refusal(api.put("/contacts/eve", R"({"name":"Eve"})")), unknown);
  EXPECT_EQ(refusal(api.del("/contacts/eve")), unknown);
}

TEST_F(ContactApi, refuses_a_version_behind_or_ahead) {
  ASSERT_TRUE(api.put("/contacts/ada", R"({"name":"Ada L","expectedVersion":1})"));
  for (const char* version : {"1", "3"}) {
    const std::string body = R"({"name":"Ada","expectedVersion":)" + std::string(version) + "}";
    EXPECT_EQ(refusal(api.put("/contacts/ada", body)), "409 version-conflict") << version;
  }
  EXPECT_EQ(api.get("/contacts/ada").text("/version"), "2");
}

TEST_F(ContactApi, creates_one_contact_however_often_it_is_asked_with_one_key) {
  const daybook::Call call{.body = R"({"name":"Al","email":"al@b.org","phone":"555 0100"})",
                           .idempotency_key = "k"};
  const auto first = api.ask("POST", "/contacts", call);
  const auto again = api.ask("POST", "/contacts", call);
  ASSERT_TRUE(first && again);
  EXPECT_TRUE(again.result->repeated);
  EXPECT_EQ(again.result->body, first.result->body);
  EXPECT_EQ(head().value, 4u);
}

TEST_F(ContactApi, does_not_find_a_deleted_contact_but_tells_its_history) {
  const auto deleted = api.del("/contacts/ada");
  EXPECT_EQ(deleted.status(), 200);
  EXPECT_EQ(deleted.text("/contactId"), "ada");
  EXPECT_EQ(refusal(api.get("/contacts/ada")), "404 not-found Unknown contact");
  EXPECT_EQ(refusal(api.del("/contacts/ada")), "404 not-found Unknown contact");
  EXPECT_EQ(api.put("/contacts/ada", R"({"name":"Ada L"})").code(), "not-found");
  EXPECT_EQ(api.get("/contacts").text("/contacts"), "[]");
  EXPECT_EQ(api.get("/contacts/ada/events").text("/events/1/type"), "ContactDeleted");
  EXPECT_EQ(api.get("/contacts/ada?version=1").text("/name"), "Ada Lovelace");
  EXPECT_EQ(api.get("/contacts/ada?version=2").code(), "not-found");
  EXPECT_EQ(refusal(api.post("/contacts", contact("ada"))),
            "409 contact-already-exists Contact already exists");
}

TEST_F(ContactApi, deletes_a_linked_contact_only_when_told_to_unlink_it) {
  ASSERT_TRUE(api.post("/clients/acme/contacts", R"({"contactId":"ada"})"));
  const std::string linked = "409 contact-linked Contact is linked to a client";
  EXPECT_EQ(refusal(api.del("/contacts/ada")), linked);
  EXPECT_EQ(refusal(api.del("/contacts/ada?cascade=false")), linked);
  EXPECT_EQ(api.del("/contacts/ada?cascade=perhaps").code(), "wrong-type");
  ASSERT_EQ(api.del("/contacts/ada?cascade=true").status(), 200);
  EXPECT_EQ(api.get("/clients/acme").text("/contactIds"), "[]");
  EXPECT_EQ(api.get("/clients").text("/clients/0/contactIds"), "[]");
  EXPECT_EQ(api.get("/contacts/ada").code(), "not-found");
  EXPECT_EQ(api.get("/contacts/ada/events").text("/events/2/type"), "ContactUnlinked");
  EXPECT_EQ(api.get("/contacts/ada/events").text("/events/3/type"), "ContactDeleted");
  EXPECT_EQ(api.get("/clients/acme/events").text("/events/2/data"),
            R"({"clientId":"acme","contactId":"ada"})");
}

TEST_F(ContactApi, deletes_a_contact_whose_client_nobody_could_know) {
  append_by_hand("contact-ada", "ContactLinked",
                 R"({"clientId":")" + std::string(500, 'x') + R"(","contactId":"ada"})");
  EXPECT_EQ(api.del("/contacts/ada").code(), "contact-linked");
  EXPECT_EQ(api.del("/contacts/ada?cascade=true").status(), 200);
}

TEST_F(ContactApi, lists_contacts_in_pages_and_finds_them_by_what_they_hold) {
  ASSERT_TRUE(api.post("/contacts", R"({"contactId":"grace","name":"Grace Hopper",)"
                                    R"("email":"grace@navy.example","phone":"(555) 0199"})"));
  const auto page = api.get("/contacts?limit=1");
  EXPECT_EQ(page.text("/contacts/0/contactId"), "ada");
  EXPECT_EQ(page.text("/contacts/1"), "");
  const auto next = api.get("/contacts?limit=1&cursor=" + page.text("/nextCursor"));
  EXPECT_EQ(next.text("/contacts/0"),
            R"({"contactId":"grace","name":"Grace Hopper","email":"grace@navy.example",)"
            R"("phone":"(555) 0199","version":1})");
  for (const char* query : {"hopper", "NAVY", "0199", "grace"}) {
    const auto found = api.get("/contacts?q=" + std::string(query));
    EXPECT_EQ(found.text("/contacts/0/contactId"), "grace") << query << found;
    EXPECT_EQ(found.text("/contacts/1"), "") << query;
  }
  EXPECT_EQ(api.get("/contacts?q=nobody").text("/contacts"), "[]");
  EXPECT_EQ(api.get("/contacts?email=ada@example.org").text("/contacts/0/contactId"), "ada");
  EXPECT_EQ(api.get("/contacts?isHere=true").code(), "unknown-column");
  EXPECT_FALSE(api.get("/contacts?limit=0"));
}

}  // namespace
}  // namespace crm
