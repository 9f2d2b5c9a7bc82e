#include "src/server/live_messages.h"

#include <gtest/gtest.h>

namespace daybook::server {
namespace {

std::string problem_with(std::string_view text) {
  const auto message = read_message(text);
  return message ? "" : message.error().error.code + " of " + message.error().id;
}

TEST(LiveMessages, reads_a_command_and_keeps_its_bytes) {
  const auto message = read_message(
      R"({"type":"command","id":"c1","name":"DepositFunds","data":{"amount": 1.50},"key":"k"})");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, ClientMessage::Kind::command);
  EXPECT_EQ(message->id, R"("c1")");
  EXPECT_EQ(message->name, "DepositFunds");
  EXPECT_EQ(message->data, R"({"amount": 1.50})");
  EXPECT_EQ(message->key, "k");
}

TEST(LiveMessages, reads_a_subscription_with_its_filters) {
  const auto message = read_message(
      R"({"type":"subscribe","id":7,
          "events":{"from":12,"category":"a","types":["T"],"stream":"a-1"}})");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, ClientMessage::Kind::subscribe);
  EXPECT_EQ(message->id, "7");
  EXPECT_EQ(message->query.from, Position{12});
  EXPECT_EQ(message->query.filter.category, "a");
  EXPECT_EQ(message->query.filter.types, std::vector<std::string>{"T"});
  EXPECT_EQ(message->query.stream, "a-1");
}

TEST(LiveMessages, says_what_is_wrong_and_whose_it_is) {
  EXPECT_EQ(problem_with("{"), "malformed-json of ");
  EXPECT_EQ(problem_with("[]"), "wrong-type of ");
  EXPECT_EQ(problem_with("{}"), "missing-field of ");
  EXPECT_EQ(problem_with(R"({"id":{},"type":"command"})"), "invalid-id of ");
  EXPECT_EQ(problem_with(R"({"id":1,"type":"shout"})"), "unknown-message-type of 1");
  EXPECT_EQ(problem_with(R"({"id":1,"type":"command"})"), "missing-field of 1");
  EXPECT_EQ(problem_with(R"({"id":1,"type":"command","name":"A","data":[]})"), "wrong-type of 1");
  EXPECT_EQ(problem_with(R"({"id":"a","type":"subscribe"})"), "missing-field of \"a\"");
  EXPECT_EQ(problem_with(R"({"id":"a","type":"subscribe","rows":"orders","where":[]})"),
            "wrong-type of \"a\"");
  EXPECT_EQ(problem_with(R"({"id":1,"type":"subscribe","events":{"from":-1}})"), "wrong-type of 1");
  EXPECT_EQ(problem_with(R"({"id":1,"type":"subscribe","events":[]})"), "wrong-type of 1");
}

TEST(LiveMessages, echo_the_id_as_it_was_sent) {
  EXPECT_EQ(live_message("7"), R"({"type":"live","id":7})");
  EXPECT_EQ(result_message(R"("x")", 201, R"({"a":1})"),
            R"({"type":"result","id":"x","status":201,"body":{"a":1}})");
  EXPECT_EQ(error_message("", refuse("code", "a \"b\"")),
            R"({"type":"error","code":"code","detail":"a \"b\""})");
}

}  // namespace
}  // namespace daybook::server
