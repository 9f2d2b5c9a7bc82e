#include "daybook/envelope.h"

#include <gtest/gtest.h>

#include "src/core/base64.h"

namespace daybook {
namespace {

RecordedEvent some_event() {
  return {.id = *Uuid::parse("0193b0c4-0000-7000-8000-000000000001"),
          .type = "FundsDeposited",
          .stream = "account-1",
          .version = {2},
          .position = {7},
          .recorded_at = *parse_time("2026-03-01T12:00:00.000001Z"),
          .schema_version = 1,
          .data = R"({"amount": 12.50})",
          .metadata = "{}"};
}

std::string envelope(const RecordedEvent& event) {
  std::string text;
  JsonWriter writer(text);
  write_envelope(event, writer);
  EXPECT_TRUE(check_json(text)) << text;
  return text;
}

std::string metadata(std::string_view stored) {
  RecordedEvent event = some_event();
  event.metadata = stored;
  const std::string text = envelope(event);
  const std::size_t begin = text.find("\"metadata\":") + 11;
  return text.substr(begin, text.rfind(",\"tags\"") - begin);
}

TEST(Envelope, shows_the_whole_event) {
  EXPECT_EQ(envelope(some_event()),
            R"({"id":"0193b0c4-0000-7000-8000-000000000001","type":"FundsDeposited",)"
            R"("stream":"account-1","version":2,"position":7,)"
            R"("recordedAt":"2026-03-01T12:00:00.000001Z","schemaVersion":1,)"
            R"("data":{"amount": 12.50},"metadata":{"correlationId":null,"causationId":null,)"
            R"("traceparent":null,"traceId":null,"user":null,"source":null},"tags":[]})");
}

TEST(Envelope, writes_metadata_through_as_they_are_stored) {
  constexpr std::string_view all =
      R"({ "correlationId":"c","causationId":"e","traceparent":"p","traceId":"t","user":"u",)"
      R"("source":"api","free":{"n":1.0} })";
  EXPECT_EQ(metadata(all), all);
}

TEST(Envelope, adds_the_known_fields_that_the_metadata_lack) {
  EXPECT_EQ(metadata(R"({"user":"ada","free":[1]})"),
            R"({"correlationId":null,"causationId":null,"traceparent":null,"traceId":null,)"
            R"("source":null,"user":"ada","free":[1]})");
}

TEST(Envelope, is_not_misled_by_what_only_looks_like_a_known_field) {
  const std::string text = metadata(
      R"({"a":{"user":"x"},"b":["source"],"c":"\"traceId\":1","d":"user" , "correlationId" : 1})");
  const auto json = parse_json(text);
  ASSERT_TRUE(json);
  EXPECT_TRUE(json->find("user")->is(Json::Kind::null));
  EXPECT_TRUE(json->find("source")->is(Json::Kind::null));
  EXPECT_TRUE(json->find("traceId")->is(Json::Kind::null));
  EXPECT_EQ(json->find("correlationId")->text, "1");
}

TEST(Envelope, shows_tags_as_an_array) {
  const std::string packed = TagList::pack({"a", "b\"c"});
  RecordedEvent event = some_event();
  event.tags = TagList(packed);
  EXPECT_TRUE(envelope(event).ends_with(R"("tags":["a","b\"c"]})"));
}

TEST(Envelope, shows_bytes_in_base64_beside_their_content_type) {
  RecordedEvent event = some_event();
  event.content_type = ContentType::bytes;
  event.data = std::string_view("\0\xFF\x10", 3);
  EXPECT_NE(
      envelope(event).find(R"("contentType":"application/octet-stream","data":"AP8Q","metadata")"),
      std::string::npos);
}

TEST(Base64, writes_the_examples_of_its_standard) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foo"), "Zm9v");
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("\xFB\xFF\xFE"), "+//+");
}

}  // namespace
}  // namespace daybook
