// Decisions over several aggregates, recorded refusals, ids that are given, and what else routes
// may say: all through an Api.
#include <future>
#include <thread>

#include "tests/contract/parcels/parcels.h"

namespace daybook::testing_parcels {
namespace {

using testing::Answered;

class ParcelsTest : public ::testing::Test {
 protected:
  Answered build(const std::string& id, int places) {
    return api.post("/lockers",
                    R"({"lockerId":")" + id + R"(","places":)" + std::to_string(places) + "}");
  }
  Answered send(const std::string& id) {
    return api.post("/parcels", R"({"parcelId":")" + id + R"("})");
  }
  Answered store(const std::string& parcel, const std::string& locker, Call call = {}) {
    return api.ask("PUT", "/parcels/" + parcel + "/lockers/" + locker, std::move(call));
  }
  std::string events(const std::string& path) {
    std::string types;
    const auto history = api.get(path + "/events");
    for (int i = 0; !history.text("/events/" + std::to_string(i)).empty(); ++i) {
      types += history.text("/events/" + std::to_string(i) + "/type") + " ";
    }
    return types;
  }

  testing::ApiUnderTest api{context()};
};

TEST_F(ParcelsTest, write_to_both_aggregates_in_one_append) {
  build("l1", 1);
  send("p1");
  const auto stored = store("p1", "l1");
  ASSERT_TRUE(stored) << stored;
  EXPECT_EQ(api.get("/lockers/l1").text("/places"), "0");
  EXPECT_EQ(events("/lockers/l1"), "LockerBuilt ParcelStored ");
  EXPECT_EQ(events("/parcels/p1"), "ParcelSent ParcelStored ");
  EXPECT_EQ(api.get("/lockers/l1/events").text("/events/1/position"), "3");
  EXPECT_EQ(api.get("/parcels/p1/events").text("/events/1/position"), "4");
}

TEST_F(ParcelsTest, see_what_others_have_done_since_they_looked_last) {
  build("l1", 1);
  send("p1");
  send("p2");
  ASSERT_TRUE(store("p1", "l1"));
  EXPECT_EQ(store("p2", "l1").code(), "locker-full");
  ASSERT_TRUE(api.del("/lockers/l1?forced=true"));
  EXPECT_EQ(store("p1", "l1").code(), "not-found");
}

TEST_F(ParcelsTest, never_go_into_a_locker_that_is_full_however_many_race) {
  build("l1", 5);
  for (int i = 0; i < 16; ++i) send("p" + std::to_string(i));
  std::atomic<int> stored = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&, i] {
        // A conflict that lasts may be answered as one; the caller asks again.
        Answered answered = store("p" + std::to_string(i), "l1");
        while (answered.code() == "version-conflict") {
          answered = store("p" + std::to_string(i), "l1");
        }
        stored += answered.status() == 200;
      });
    }
  }
  EXPECT_EQ(stored, 5);
  EXPECT_EQ(api.get("/lockers/l1").text("/places"), "0");
}

TEST_F(ParcelsTest, record_why_they_were_refused) {
  build("l1", 0);
  send("p1");
  EXPECT_EQ(store("p1", "l1").code(), "locker-full");
  EXPECT_EQ(events("/parcels/p1"), "ParcelSent StoringFailed ");
  EXPECT_EQ(events("/lockers/l1"), "LockerBuilt ");
}

TEST_F(ParcelsTest, answer_a_recorded_refusal_again_without_recording_it_again) {
  build("l1", 0);
  send("p1");
  const auto first = store("p1", "l1", {.idempotency_key = "k"});
  build("l1", 9);
  const auto again = store("p1", "l1", {.idempotency_key = "k"});
  EXPECT_EQ(again.code(), "locker-full");
  EXPECT_EQ(again.result.error().detail, first.result.error().detail);
  EXPECT_TRUE(again.result.error().repeated);
  EXPECT_FALSE(first.result.error().repeated);
  EXPECT_EQ(events("/parcels/p1"), "ParcelSent StoringFailed ");
  EXPECT_EQ(store("p1", "l2", {.idempotency_key = "k"}).code(), "idempotency-key-reused");
}

TEST_F(ParcelsTest, record_a_refusal_of_what_is_not_there_whatever_version_was_expected) {
  const auto refused = api.send("SendParcel", R"({"expectedVersion":3})");
  EXPECT_EQ(refused.code(), "missing-parcel");
  EXPECT_EQ(api.store().head(), Position{1});
}

TEST_F(ParcelsTest, do_not_exist_when_all_that_is_known_is_that_they_failed) {
  const auto refused = api.send("SendParcel", "{}");
  EXPECT_EQ(refused.code(), "missing-parcel");
  const auto log = api.store().read_log({}, within(std::chrono::seconds(10)));
  ASSERT_EQ(log->events.size(), 1u);
  const std::string id(log->events[0].stream.substr(7));
  EXPECT_EQ(api.get("/parcels/" + id).code(), "not-found");
  EXPECT_EQ(events("/parcels/" + id), "StoringFailed ");
}

TEST_F(ParcelsTest, are_named_by_the_caller_or_by_the_server_but_in_messages_by_the_caller) {
  EXPECT_EQ(send("p1").text("/parcelId"), "p1");
  EXPECT_NE(api.post("/parcels").text("/parcelId"), "");
  EXPECT_EQ(api.post("/parcels", R"({"parcelId":null})").status(), 201);
  EXPECT_EQ(api.send("SendParcel", R"({"parcelId":"p2"})").text("/parcelId"), "p2");
  EXPECT_EQ(send("p1").text("/status"), "ok");
}

TEST_F(ParcelsTest, have_names_that_can_be_names) {
  EXPECT_EQ(build("  ", 1).code(), "invalid-id");
  EXPECT_EQ(build(std::string(300, 'x'), 1).code(), "invalid-id");
  EXPECT_EQ(build(std::string(252, 'x'), 1).code(), "invalid-id") << "was an unknown locker";
  EXPECT_EQ(api.post("/lockers", R"({"lockerId":7,"places":1})").code(), "wrong-type");
  EXPECT_EQ(api.store().head(), Position{0});
}

TEST_F(ParcelsTest, take_what_a_deletion_says_in_its_query) {
  build("l1", 1);
  EXPECT_EQ(api.del("/lockers/l1").code(), "not-empty");
  EXPECT_EQ(api.del("/lockers/l1?forced=false").code(), "not-empty");
  EXPECT_EQ(api.del("/lockers/l1?forced=perhaps").code(), "wrong-type");
  EXPECT_EQ(api.del("/lockers/l1?forced=true").status(), 200);
}

TEST_F(ParcelsTest, are_not_shown_once_they_are_gone_but_as_they_were) {
  build("l1", 1);
  build("l2", 0);
  ASSERT_TRUE(api.del("/lockers/l1?forced=true"));
  EXPECT_EQ(api.get("/lockers/l1").code(), "not-found");
  EXPECT_EQ(api.get("/lockers/l1?version=1").text("/places"), "1");
  EXPECT_EQ(api.get("/lockers/l1?version=2").code(), "not-found");
  EXPECT_EQ(events("/lockers/l1"), "LockerBuilt LockerRemoved ");
  EXPECT_EQ(api.get("/lockers").text("/lockers/0/lockerId"), "l2");
  EXPECT_EQ(api.get("/lockers").text("/lockers/1"), "");
}

TEST_F(ParcelsTest, are_searched_and_flagged) {
  build("North-1", 1);
  build("south-1", 0);
  EXPECT_EQ(api.get("/lockers?q=NORTH").text("/lockers/0/lockerId"), "North-1");
  EXPECT_EQ(api.get("/lockers?q=NORTH").text("/lockers/1"), "");
  EXPECT_EQ(api.get("/lockers?full=true").text("/lockers/0/lockerId"), "south-1");
  EXPECT_EQ(api.get("/lockers?full=false").text("/lockers/0/lockerId"), "North-1");
  EXPECT_EQ(api.get("/lockers?full=yes").code(), "invalid-full");
}

TEST_F(ParcelsTest, show_one_member_alone) {
  build("l1", 1);
  send("p1");
  ASSERT_TRUE(store("p1", "l1"));
  EXPECT_EQ(api.get("/parcels/p1/lockers").text(""), R"({"lockers":["l1"]})");
  EXPECT_EQ(api.get("/parcels/p1/lockers?version=1").text(""), R"({"lockers":[]})");
  EXPECT_EQ(api.get("/parcels/nobody/lockers").code(), "not-found");
}

}  // namespace
}  // namespace daybook::testing_parcels
