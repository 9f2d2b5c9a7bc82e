#include "src/core/api_reply.h"

#include <gtest/gtest.h>

#include "src/core/testing_counter.h"

namespace daybook {
namespace {

const TypeSchema counter_view = testing_counter::views()[0];
const AggregateOptions wrapped{.id = "counterId", .wrap = "counter"};
const AggregateOptions bare{.id = "counterId"};

CommandAnswer some_answer() {
  return {.version = {2}, .position = {7}, .view = R"({"total":5,"version":1})"};
}

TEST(ApiReply, wraps_a_view_or_shows_it_bare) {
  EXPECT_EQ(view_reply(some_answer(), wrapped).body, R"({"counter":{"total":5,"version":1}})");
  EXPECT_EQ(view_reply(some_answer(), bare).body, R"({"total":5,"version":1})");
  EXPECT_EQ(view_reply(some_answer(), bare).version, Version{2});
}

TEST(ApiReply, shows_a_commands_version_and_position_beside_the_view) {
  EXPECT_EQ(command_reply(some_answer(), wrapped, counter_view, "").body,
            R"({"counter":{"total":5,"version":1},"version":2,"position":7})");
  EXPECT_EQ(command_reply(some_answer(), wrapped, counter_view, "").status, 200);
}

TEST(ApiReply, shows_the_id_of_what_was_created) {
  EXPECT_EQ(command_reply(some_answer(), wrapped, counter_view, "c\"1").body,
            R"({"counterId":"c\"1","counter":{"total":5,"version":1},"version":2,"position":7})");
  EXPECT_EQ(command_reply(some_answer(), wrapped, counter_view, "c1").status, 201);
}

TEST(ApiReply, leaves_the_members_that_a_bare_view_has_itself) {
  EXPECT_EQ(command_reply(some_answer(), bare, counter_view, "c1").body,
            R"({"total":5,"version":1,"counterId":"c1"})")
      << "the view has members called version and position";
}

TEST(ApiReply, adds_to_a_bare_view_without_members) {
  CommandAnswer answer{.version = {2}, .position = {7}, .view = "{}"};
  TypeSchema empty = counter_view;
  empty.fields.clear();
  EXPECT_EQ(command_reply(answer, bare, empty, "").body, R"({"version":2,"position":7})");
}

TEST(ApiReply, names_the_next_page_of_a_list) {
  EXPECT_EQ(list_reply("counters", "[]", "").body, R"({"counters":[]})");
  EXPECT_EQ(list_reply("counters", "[1]", "c9").body, R"({"counters":[1],"nextCursor":"c9"})");
  EXPECT_EQ(list_reply("counters", "[1]", "c9").next_cursor, "c9");
}

}  // namespace
}  // namespace daybook
