// The invoices' routes, asked as HTTP would ask them.
#include "contexts/invoices/invoice.h"
#include "daybook/testing_api.h"

namespace invoices {

daybook::Context context();

namespace {

class InvoicesApiTest : public ::testing::Test {
 protected:
  static constexpr const char* an_invoice = R"({"customerId":"c1","amount":12500})";

  std::string create() { return api.post("/invoices", an_invoice).text("/id"); }
  std::string all() { return api.get("/invoices").text(""); }

  daybook::testing::ApiUnderTest api{context()};
};

TEST_F(InvoicesApiTest, shows_a_new_invoice_unpaid) {
  const auto made = api.post("/invoices", an_invoice);
  const std::string id = made.text("/id");
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.text(""), R"({"id":")" + id +
                               R"(","customerId":"c1","amount":12500,"paid":false,)"
                               R"("version":1,"position":1})");
  EXPECT_EQ(api.get("/invoices/" + id).text(""),
            R"({"id":")" + id + R"(","customerId":"c1","amount":12500,"paid":false})");
}

TEST_F(InvoicesApiTest, pays_by_post_and_by_patch) {
  const auto first = create();
  const auto second = create();
  EXPECT_EQ(api.post("/invoices/" + first + "/pay").text("/paid"), "true");
  const auto patched = api.ask("PATCH", "/invoices/" + second + "/pay", "");
  EXPECT_EQ(patched.status(), 200) << patched;
  EXPECT_EQ(patched.text("/paid"), "true");
  EXPECT_EQ(api.get("/invoices/" + first).text("/paid"), "true");
}

TEST_F(InvoicesApiTest, refuses_to_pay_again) {
  const auto id = create();
  ASSERT_TRUE(api.post("/invoices/" + id + "/pay"));
  const auto again = api.post("/invoices/" + id + "/pay");
  EXPECT_EQ(again.code(), "invoice-already-paid");
  EXPECT_EQ(again.result.error().detail, "Invoice already paid");
  EXPECT_EQ(again.result.error().blame, daybook::Blame::state);
  EXPECT_EQ(api.get("/invoices/" + id + "/events").text("/events/2"), "");
}

TEST_F(InvoicesApiTest, answers_the_same_payment_again_as_it_did_first) {
  const auto path = "/invoices/" + create() + "/pay";
  const auto first = api.ask("POST", path, daybook::Call{.idempotency_key = "k"});
  const auto again = api.ask("POST", path, daybook::Call{.idempotency_key = "k"});
  ASSERT_TRUE(again) << again;
  EXPECT_TRUE(again.result->repeated);
  EXPECT_EQ(again.text(""), first.text(""));
  EXPECT_EQ(api.ask("POST", path, daybook::Call{.idempotency_key = "other"}).code(),
            "invoice-already-paid");
}

TEST_F(InvoicesApiTest, lists_a_bare_array_page_by_page) {
  EXPECT_EQ(all(), "[]");
  const auto first = create();
  const auto second = create();
  EXPECT_EQ(api.get("/invoices").text("/1/id"), second);
  const auto page = api.get("/invoices?limit=1");
  EXPECT_EQ(page.text("/0/id"), first);
  EXPECT_EQ(page.text("/1"), "");
  const auto next = api.get("/invoices?limit=1&cursor=" + page.result->next_cursor);
  EXPECT_EQ(next.text("/0/id"), second);
  EXPECT_EQ(next.result->next_cursor, "");
}

TEST_F(InvoicesApiTest, filters_the_list) {
  const auto paid = create();
  create();
  ASSERT_TRUE(api.post("/invoices/" + paid + "/pay"));
  EXPECT_EQ(api.get("/invoices?paid=true").text("/0/id"), paid);
  EXPECT_EQ(api.get("/invoices?paid=true").text("/1"), "");
  EXPECT_EQ(api.get("/invoices?paid=perhaps").code(), "invalid-paid");
  EXPECT_EQ(api.get("/invoices?colour=red").code(), "unknown-column");
}

TEST_F(InvoicesApiTest, refuses_bodies_that_are_no_invoice_and_keeps_nothing) {
  const std::pair<const char*, const char*> bodies[] = {
      {R"({"amount":1})", "missing-field /customerId"},
      {R"({"customerId":"c1"})", "missing-field /amount"},
      {R"({"customerId":7,"amount":1})", "wrong-type /customerId"},
      {R"({"customerId":"c1","amount":"1"})", "wrong-type /amount"},
      {R"({"customerId":"c1","amount":1.5})", "wrong-type /amount"},
      {R"({"customerId":"c1","amount":0})", "amount-not-positive /amount"},
      {R"({"customerId":"c1","amount":-5})", "amount-not-positive /amount"},
      {R"({"customerId":" ","amount":1})", "invalid-customer /customerId"},
      {R"({"id":" ","customerId":"c1","amount":1})", "invalid-id /id"},
      {R"([])", "not-an-object "},
      {R"({"customerId":)", "malformed-json "},
  };
  for (const auto& [body, wanted] : bodies) {
    const auto refused = api.post("/invoices", body);
    ASSERT_FALSE(refused) << body;
    EXPECT_EQ(refused.code() + " " + refused.result.error().pointer, wanted) << body;
  }
  EXPECT_EQ(api.store().head(), daybook::Position{0});
}

TEST_F(InvoicesApiTest, takes_an_id_of_the_callers_own_once) {
  const std::string body = R"({"id":"2026-17","customerId":"c1","amount":1})";
  EXPECT_EQ(api.post("/invoices", body).text("/id"), "2026-17");
  EXPECT_EQ(api.post("/invoices", body).code(), "invoice-already-exists");
}

TEST_F(InvoicesApiTest, does_not_know_an_invoice_that_nobody_made) {
  for (const char* path : {"/invoices/x", "/invoices/x/events"}) {
    EXPECT_EQ(api.get(path).code(), "not-found") << path;
  }
  EXPECT_EQ(api.post("/invoices/x/pay").code(), "not-found");
}

TEST_F(InvoicesApiTest, refuses_versions_behind_and_ahead) {
  const auto path = "/invoices/" + create() + "/pay";
  EXPECT_EQ(api.post(path, R"({"expectedVersion":0})").code(), "version-conflict");
  EXPECT_EQ(api.post(path, R"({"expectedVersion":2})").code(), "version-conflict");
  EXPECT_TRUE(api.post(path, R"({"expectedVersion":1})"));
}

TEST_F(InvoicesApiTest, shows_an_invoice_as_it_was) {
  const auto id = create();
  ASSERT_TRUE(api.post("/invoices/" + id + "/pay"));
  EXPECT_EQ(api.get("/invoices/" + id + "?version=1").text("/paid"), "false");
  EXPECT_EQ(api.get("/invoices/" + id + "/events").text("/events/1/type"), "InvoicePaid");
}

TEST_F(InvoicesApiTest, takes_commands_as_messages) {
  const auto made = api.send("CreateInvoice", an_invoice);
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(api.send("PayInvoice", R"({"id":")" + made.text("/id") + R"("})").text("/paid"),
            "true");
}

}  // namespace
}  // namespace invoices
