// What is kept of an event: every byte, as it was given.
#include <numeric>
#include <set>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

NewEvent bytes(std::string data) {
  NewEvent made = event("Measured", std::move(data));
  made.content_type = ContentType::bytes;
  return made;
}

void keeps_every_part_of_an_event(Bench& bench) {
  NewEvent full = event("MoneyDeposited", R"({"amount":12.50})");
  full.id = uuid(7);
  full.metadata = R"({"user":"ada","correlationId":"c1"})";
  full.tags = {"big", "vip", "Ä"};
  full.schema_version = 4'000'000'000;
  const Appended appended = land(bench.store(), to("account-1", {full}));
  const Kept expected{.id = uuid(7),
                      .type = "MoneyDeposited",
                      .stream = "account-1",
                      .version = {1},
                      .position = appended.position,
                      .recorded_at = bench.clock.now(),
                      .schema_version = 4'000'000'000,
                      .content_type = ContentType::json,
                      .data = R"({"amount":12.50})",
                      .metadata = R"({"user":"ada","correlationId":"c1"})",
                      .tags = {"big", "vip", "Ä"}};
  EXPECT_EQ(read(bench.store(), "account-1"), std::vector{expected});
  EXPECT_EQ(read_log(bench.store()), std::vector{expected});
}

void returns_JSON_exactly_as_it_was_given(Bench& bench) {
  const std::vector<std::string> texts = {
      " { \"b\" : 1 ,\n\t\"a\" : 2 } ",
      R"({"amount":1.10,"huge":123456789012345678901234567890,"tiny":1e-400,"minus":-0.0})",
      R"({"escaped":"\u00e9\/\ud83d\udcb8","plain":"é💸"})",
      "null",
      "[1,2.0,3.00]",
      "\"text\"",
      "0.1000000000000000055511151231257827",
  };
  for (const std::string& text : texts) land(bench.store(), to("account-1", {event("A", text)}));
  EXPECT_EQ(data(read(bench.store(), "account-1")), texts);
}

void returns_metadata_exactly_as_it_was_given(Bench& bench) {
  NewEvent odd = event();
  odd.metadata = " {\"z\": 1.0, \"a\" :[ ] } ";
  land(bench.store(), to("account-1", {odd, event()}));
  const auto found = read(bench.store(), "account-1");
  EXPECT_EQ(found.at(0).metadata, odd.metadata);
  EXPECT_EQ(found.at(1).metadata, "{}");
}

void returns_any_bytes(Bench& bench) {
  std::string every_byte(256, '\0');
  std::iota(every_byte.begin(), every_byte.end(), '\0');
  land(bench.store(), to("sensor-1", {bytes(every_byte), bytes(""), bytes(std::string(5, '\0'))}));
  const auto found = read(bench.store(), "sensor-1");
  EXPECT_EQ(data(found), (std::vector<std::string>{every_byte, "", std::string(5, '\0')}));
  EXPECT_EQ(found.at(0).content_type, ContentType::bytes);
}

void keeps_unicode_in_names_and_text(Bench& bench) {
  NewEvent unicode = event("Überwiesen💸", R"({"name":"Ада Лавлейс 愛達"})");
  unicode.tags = {"größe:大"};
  land(bench.store(), to("konto-žluťoučký", {unicode}));
  const Kept found = read(bench.store(), "konto-žluťoučký").at(0);
  EXPECT_EQ(found.type, unicode.type);
  EXPECT_EQ(found.stream, "konto-žluťoučký");
  EXPECT_EQ(found.data, unicode.data);
  EXPECT_EQ(found.tags, unicode.tags);
}

void keeps_the_order_of_tags_and_tags_given_twice(Bench& bench) {
  NewEvent tagged = event();
  tagged.tags = {"z", "a", "z", "m"};
  land(bench.store(), to("account-1", {tagged, event()}));
  const auto found = read(bench.store(), "account-1");
  EXPECT_EQ(found.at(0).tags, tagged.tags);
  EXPECT_TRUE(found.at(1).tags.empty());
}

void keeps_the_id_that_it_was_given(Bench& bench) {
  land(bench.store(), to("account-1", events_with_ids(3, 100)));
  const auto found = read(bench.store(), "account-1");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(found.at(i).id, uuid(100 + i));
}

void makes_an_id_for_an_event_that_has_none(Bench& bench) {
  land(bench.store(), to("account-1", events(50)));
  land(bench.store(), to("account-2", events(50)));
  std::set<Uuid> ids;
  for (const Kept& event : read_log(bench.store())) {
    EXPECT_FALSE(event.id.is_nil());
    EXPECT_EQ(event.id.bytes[6] >> 4, 7) << "not of version 7: " << event.id.text();
    ids.insert(event.id);
  }
  EXPECT_EQ(ids.size(), 100U);
}

void takes_the_time_from_its_clock(Bench& bench) {
  const Time start = bench.clock.now();
  land(bench.store(), to("account-1", events(1)));
  bench.clock.advance(1'500'001us);
  land(bench.store(), to("account-1", events(1)));
  const auto found = read(bench.store(), "account-1");
  EXPECT_EQ(found.at(0).recorded_at, start);
  EXPECT_EQ(found.at(1).recorded_at, start + 1'500'001us);
}

void never_lets_time_go_backwards(Bench& bench) {
  const Time start = bench.clock.now();
  land(bench.store(), to("account-1", events(1)));
  bench.clock.set(start - 1h);
  const Appended early = land(bench.store(), to("account-2", events(1)));
  EXPECT_EQ(early.recorded_at, start);
  bench.clock.set(start + 1us);
  const Appended late = land(bench.store(), to("account-1", events(1)));
  EXPECT_EQ(late.recorded_at, start + 1us);
}

}  // namespace

Promises envelope_promises() {
  return {
      PROMISE(keeps_every_part_of_an_event),
      PROMISE(returns_JSON_exactly_as_it_was_given),
      PROMISE(returns_metadata_exactly_as_it_was_given),
      PROMISE(returns_any_bytes),
      PROMISE(keeps_unicode_in_names_and_text),
      PROMISE(keeps_the_order_of_tags_and_tags_given_twice),
      PROMISE(keeps_the_id_that_it_was_given),
      PROMISE(makes_an_id_for_an_event_that_has_none),
      PROMISE(takes_the_time_from_its_clock),
      PROMISE(never_lets_time_go_backwards),
  };
}

}  // namespace daybook::testing::contract
