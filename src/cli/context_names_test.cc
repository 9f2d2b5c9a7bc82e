#include "src/cli/context_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::cli {
namespace {

using ::testing::HasSubstr;

std::string aggregate_of(std::string_view name) { return context_names(name)->aggregate; }

std::string problem_with(std::string_view name) {
  const auto names = context_names(name);
  return names ? "none" : names.error();
}

TEST(ContextNames, are_written_as_each_place_wants_them) {
  const auto names = context_names("purchase_orders");
  ASSERT_TRUE(names) << names.error();
  EXPECT_EQ(names->context, "purchase_orders");
  EXPECT_EQ(names->aggregate, "purchase_order");
  EXPECT_EQ(names->type, "PurchaseOrder");
  EXPECT_EQ(names->words, "purchase order");
  EXPECT_EQ(names->member, "purchaseOrder");
  EXPECT_EQ(names->list, "purchaseOrders");
  EXPECT_EQ(names->path, "/purchase-orders");
}

TEST(ContextNames, call_one_of_many_by_its_singular) {
  EXPECT_EQ(aggregate_of("books"), "book");
  EXPECT_EQ(aggregate_of("libraries"), "library");
  EXPECT_EQ(aggregate_of("boxes"), "box");
  EXPECT_EQ(aggregate_of("dishes"), "dish");
  EXPECT_EQ(aggregate_of("addresses"), "address");
  EXPECT_EQ(aggregate_of("houses"), "house");
  EXPECT_EQ(aggregate_of("ties"), "tie");
}

TEST(ContextNames, leave_a_singular_as_it_is) {
  for (const char* name : {"library", "address", "status_bus", "analysis", "news", "a", "as"}) {
    EXPECT_EQ(aggregate_of(name), name);
  }
}

TEST(ContextNames, are_lower_snake_case) {
  for (const char* name : {"", "Books", "book-list", "book list", "_books", "books_", "a__b", "2x",
                           "b\xC3\xBC"
                           "cher",
                           "../up", "a/b", "a\nb"}) {
    EXPECT_THAT(problem_with(name), HasSubstr("lower_snake_case")) << name;
  }
  EXPECT_EQ(problem_with("b2b_orders"), "none");
}

TEST(ContextNames, are_no_words_of_cpp) {
  for (const char* name : {"class", "namespace", "co_await", "or", "errno"}) {
    EXPECT_EQ(problem_with(name), '"' + std::string(name) + "\" is a word of C++ itself");
  }
  // The aggregate would be called `class`.
  EXPECT_EQ(problem_with("classes"), "\"class\" is a word of C++ itself");
}

TEST(ContextNames, are_not_those_of_the_systems_headers) {
  for (const char* name : {"time", "index", "std", "daybook", "signal", "testing"}) {
    EXPECT_THAT(problem_with(name), HasSubstr("system's headers")) << name;
  }
  EXPECT_EQ(problem_with("times"), "none");
}

TEST(ContextNames, are_not_those_that_the_files_of_a_context_use) {
  for (const char* name : {"contexts", "events", "api", "commands", "unit_tests"}) {
    EXPECT_THAT(problem_with(name), HasSubstr("means something else")) << name;
  }
}

TEST(ContextNames, say_something) {
  for (const char* name : {"misc", "order_helpers", "utils"}) {
    EXPECT_THAT(problem_with(name), HasSubstr("says nothing")) << name;
  }
}

TEST(ContextNames, have_an_end) {
  EXPECT_EQ(problem_with(std::string(40, 'a')), "none");
  EXPECT_THAT(problem_with(std::string(41, 'a')), HasSubstr("more than 40"));
}

}  // namespace
}  // namespace daybook::cli
