#include "daybook/trace.h"

#include <gtest/gtest.h>

#include "daybook/json.h"

namespace daybook {
namespace {

constexpr std::string_view trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr std::string_view good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

class FixedIds final : public IdSource {
 public:
  Uuid next() override {
    Uuid id;
    id.bytes.fill(static_cast<std::uint8_t>(++last_));
    return id;
  }

 private:
  int last_ = 0;
};

TEST(Traceparent, names_its_trace) {
  EXPECT_EQ(trace_id_of(good), trace_id);
  EXPECT_EQ(trace_id_of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"), trace_id);
  EXPECT_EQ(trace_id_of("00-00000000000000000000000000000001-0000000000000001-ff"),
            "00000000000000000000000000000001");
}

TEST(Traceparent, is_refused_when_anything_about_it_is_wrong) {
  for (const char* text : {
           "",
           "00",
           "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
           "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e47366-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
           " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
       }) {
    EXPECT_EQ(trace_id_of(text), std::nullopt) << text;
  }
}

TEST(Traceparent, that_is_new_continues_the_trace_with_another_span) {
  FixedIds ids;
  EXPECT_EQ(new_traceparent(ids, trace_id),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0101010101010101-01");
  EXPECT_EQ(new_traceparent(ids, trace_id),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0202020202020202-01");
}

TEST(Traceparent, that_is_new_starts_a_trace_where_there_is_none) {
  FixedIds ids;
  EXPECT_EQ(new_traceparent(ids), "00-01010101010101010101010101010101-0202020202020202-01");
  for (const char* unusable :
       {"my-trace", "00000000000000000000000000000000", "4BF92F3577B34DA6A3CE929D0E0E4736"}) {
    EXPECT_TRUE(trace_id_of(new_traceparent(ids, unusable))) << unusable;
  }
}

TEST(Traceparent, made_from_the_systems_ids_is_well_formed) {
  for (int i = 0; i < 1'000; ++i) {
    const std::string traceparent = new_traceparent(system_ids());
    ASSERT_TRUE(trace_id_of(traceparent)) << traceparent;
  }
}

TEST(Metadata, holds_the_fields_that_are_not_empty_in_a_fixed_order) {
  const Trace trace{"c1", "e1", std::string(good), std::string(trace_id), "ada", "api"};
  EXPECT_EQ(to_metadata(trace),
            R"({"correlationId":"c1","causationId":"e1",)"
            R"("traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",)"
            R"("traceId":"4bf92f3577b34da6a3ce929d0e0e4736","user":"ada","source":"api"})");
  EXPECT_EQ(to_metadata({.user = "ada"}), R"({"user":"ada"})");
  EXPECT_EQ(to_metadata({.correlation_id = "c", .source = "s"}),
            R"({"correlationId":"c","source":"s"})");
  EXPECT_EQ(to_metadata({}), "{}");
}

TEST(Metadata, escapes_what_people_send) {
  const Trace trace{.user = "A \"B\"\n\\ \x01 \xFF Zoë"};
  const std::string metadata = to_metadata(trace);
  ASSERT_TRUE(check_json(metadata)) << metadata;
  EXPECT_EQ(trace_of(metadata).user, "A \"B\"\n\\ \x01 \xEF\xBF\xBD Zoë");
}

TEST(Metadata, keeps_free_fields_byte_for_byte) {
  const Trace trace{.user = "ada"};
  EXPECT_EQ(to_metadata(trace, R"({"amount": 1.000, "a": [1, {"b" : "}"}]})"),
            R"({"user":"ada","amount": 1.000, "a": [1, {"b" : "}"}]})");
  EXPECT_EQ(to_metadata({}, R"( { "x":1 } )"), R"({"x":1 })");
}

TEST(Metadata, lets_a_free_field_beat_the_traces_own) {
  const Trace trace{.correlation_id = "c1", .user = "ada", .source = "api"};
  EXPECT_EQ(to_metadata(trace, R"({"user":"bob","correlationId":null})"),
            R"({"source":"api","user":"bob","correlationId":null})");
  EXPECT_EQ(to_metadata(trace, R"({"us\u0065r":"bob"})"),
            R"({"correlationId":"c1","source":"api","us\u0065r":"bob"})");
}

TEST(Metadata, does_without_free_fields_that_are_no_object_or_hold_nothing) {
  const Trace trace{.user = "ada"};
  for (const char* free : {"", "{}", " { } ", "[1]", "null", "\"x\"", "{", "{\"a\":}", "nonsense",
                           "{\"a\":1,\"a\":2}"}) {
    EXPECT_EQ(to_metadata(trace, free), R"({"user":"ada"})") << free;
    EXPECT_EQ(to_metadata({}, free), "{}") << free;
  }
}

TEST(Metadata, gives_back_the_trace) {
  const Trace trace{"c1", "e1", std::string(good), std::string(trace_id), "ada", "api"};
  EXPECT_EQ(trace_of(to_metadata(trace)), trace);
  EXPECT_EQ(trace_of(to_metadata(trace, R"({"other":{"user":"x"}})")), trace);
  EXPECT_EQ(trace_of("{}"), Trace{});
}

TEST(Metadata, that_is_odd_leaves_the_trace_empty) {
  for (const char* metadata : {"", "null", "[]", "{", R"({"user":1})", R"({"user":null})",
                               R"({"user":{"user":"x"}})", R"(["user","x"])"}) {
    EXPECT_EQ(trace_of(metadata), Trace{}) << metadata;
  }
}

}  // namespace
}  // namespace daybook
