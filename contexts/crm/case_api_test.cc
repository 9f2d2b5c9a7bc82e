#include "contexts/crm/testing_crm.h"

namespace crm {
namespace {

class CaseApi : public CrmApiTest {
 protected:
  static std::string body(const std::string& id, const std::string& client = "acme") {
    return R"({"caseId":")" + id + R"(","clientId":")" + client +
           R"(","openedAt":"2026-03-01","description":"No light in the hall"})";
  }
  void open(const std::string& id, const std::string& client = "acme") {
    ASSERT_EQ(api.post("/cases", body(id, client)).status(), 201);
  }

  static constexpr const char* call =
      R"({"interactionDate":"2026-03-02T09:30:00+01:00","description":"Called back"})";
};

TEST_F(CaseApi, answers_a_creation_with_the_case) {
  EXPECT_EQ(api.post("/cases", body("c1")).text(""),
            R"({"caseId":"c1","clientId":"acme","openedAt":"2026-03-01",)"
            R"("description":"No light in the hall","status":"open","interactions":[],)"
            R"("version":1,"position":4})");
}

TEST_F(CaseApi, refuses_what_is_missing_wrong_or_taken) {
  open("c1");
  const auto before = head();
  const auto refused = [&](const char* body) { return refusal(api.post("/cases", body)); };
  EXPECT_EQ(refused(R"({"openedAt":"2026-03-01","description":"x"})"),
            "400 missing-field clientId is required /clientId");
  EXPECT_EQ(refused(R"({"clientId":"acme","description":"x"})"),
            "400 missing-field openedAt is required /openedAt");
  EXPECT_EQ(refused(R"({"clientId":"acme","openedAt":"2026-03-01"})"),
            "400 missing-field description is required /description");
  EXPECT_EQ(refused(R"({"clientId":"acme","openedAt":"2026-02-30","description":"x"})"),
            "400 invalid-date openedAt must be an ISO 8601 date, or a date and time with its "
            "offset /openedAt");
  EXPECT_EQ(refused(R"({"clientId":"acme","openedAt":7,"description":"x"})"),
            "400 wrong-type openedAt must be a string /openedAt");
  EXPECT_EQ(refused(R"({"clientId":"","openedAt":"2026-03-01","description":"x"})"),
            "400 invalid-id clientId must not be blank /clientId");
  EXPECT_EQ(refused(R"({"clientId":"acme","openedAt":"2026-03-01","description":" "})"),
            "400 invalid-text description must have 1 to 4000 characters, not all blank "
            "/description");
  EXPECT_EQ(refusal(api.post("/cases", body("c2", "none"))), "404 not-found Unknown client");
  EXPECT_EQ(refusal(api.post("/cases", body("c1"))), "409 case-already-exists Case already exists");
  EXPECT_EQ(api.post("/cases", body(" ")).code(), "invalid-id");
  EXPECT_EQ(head(), before);
}

TEST_F(CaseApi, keeps_interactions_in_the_order_in_which_they_were_told) {
  open("c1");
  const auto added = api.post("/cases/c1/interactions", call);
  EXPECT_EQ(added.status(), 201);
  ASSERT_TRUE(api.post("/cases/c1/interactions",
                       R"({"interactionDate":"2026-03-01","description":"Took note"})"));
  const std::string both =
      R"([{"interactionDate":"2026-03-02T09:30:00+01:00","description":"Called back"},)"
      R"({"interactionDate":"2026-03-01","description":"Took note"}])";
  EXPECT_EQ(api.get("/cases/c1").text("/interactions"), both);
  EXPECT_EQ(api.get("/cases").text("/cases/0/interactions"), both);
  const auto refused = [&](const char* body) {
    return api.post("/cases/c1/interactions", body).code();
  };
  EXPECT_EQ(refused(R"({"description":"x"})"), "missing-field");
  EXPECT_EQ(refused(R"({"interactionDate":"2026-03-01"})"), "missing-field");
  EXPECT_EQ(refused(R"({"interactionDate":"yesterday","description":"x"})"), "invalid-date");
  EXPECT_EQ(refused(R"({"interactionDate":"2026-03-01","description":""})"), "invalid-text");
}

TEST_F(CaseApi, closes_a_case_once) {
  open("c1");
  const auto closed = api.post("/cases/c1/close", R"({"closedAt":"2026-03-05"})");
  EXPECT_EQ(closed.status(), 200);
  EXPECT_EQ(closed.text("/status"), "closed");
  EXPECT_EQ(closed.text("/closedAt"), "2026-03-05");
  EXPECT_EQ(refusal(api.post("/cases/c1/close")), "409 case-closed Case already closed");
  EXPECT_EQ(refusal(api.post("/cases/c1/interactions", call)),
            "409 case-closed Case already closed");
  EXPECT_EQ(api.get("/cases/c1?version=1").text("/status"), "open");
}

TEST_F(CaseApi, closes_a_case_now_unless_told_when) {
  open("c1");
  api.clock().advance(std::chrono::hours(1));
  EXPECT_EQ(api.post("/cases/c1/close", "").text("/closedAt"), "2026-01-01T01:00:00.000000Z");
  open("c2");
  EXPECT_EQ(api.post("/cases/c2/close", R"({"closedAt":"soon"})").code(), "invalid-date");
  EXPECT_EQ(api.get("/cases/c2").text("/status"), "open");
}

TEST_F(CaseApi, knows_nothing_of_cases_that_are_not_there) {
  const std::string unknown = "404 not-found Unknown case";
  EXPECT_EQ(refusal(api.get("/cases/none")), unknown);
  EXPECT_EQ(refusal(api.get("/cases/none/events")), unknown);
  EXPECT_EQ(refusal(api.post("/cases/none/interactions", call)), unknown);
  EXPECT_EQ(refusal(api.post("/cases/none/close")), unknown);
}

TEST_F(CaseApi, lists_open_cases_of_all_clients_or_of_one) {
  open("c1");
  open("c2", "globex");
  open("c3", "globex");
  ASSERT_TRUE(api.post("/cases/c3/close"));
  const auto all = api.get("/cases/open");
  EXPECT_EQ(all.text("/cases/0/caseId"), "c1");
  EXPECT_EQ(all.text("/cases/1/caseId"), "c2");
  EXPECT_EQ(all.text("/cases/2"), "");
  const auto one = api.get("/cases/open?clientId=globex");
  EXPECT_EQ(one.text("/cases/0/caseId"), "c2");
  EXPECT_EQ(one.text("/cases/1"), "");
  EXPECT_EQ(api.get("/cases/open?clientId=none").text("/cases"), "[]");
  const auto page = api.get("/cases/open?limit=1");
  const auto next = api.get("/cases/open?limit=1&cursor=" + page.text("/nextCursor"));
  EXPECT_EQ(next.text("/cases/0/caseId"), "c2");
  EXPECT_EQ(api.get("/cases?status=closed").text("/cases/0/caseId"), "c3");
  EXPECT_EQ(api.get("/cases?clientId=globex").text("/cases/1/caseId"), "c3");
}

TEST_F(CaseApi, refuses_a_version_behind_or_ahead) {
  open("c1");
  for (const char* version : {"0", "2"}) {
    const std::string body = R"({"expectedVersion":)" + std::string(version) + "}";
    EXPECT_EQ(refusal(api.post("/cases/c1/close", body)), "409 version-conflict") << version;
  }
}

}  // namespace
}  // namespace crm
