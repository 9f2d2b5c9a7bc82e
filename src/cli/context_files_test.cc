#include "src/cli/context_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::cli {
namespace {

using ::testing::UnorderedElementsAre;

TEST(ContextFiles, are_called_after_the_aggregate) {
  std::vector<std::string> names;
  for (const auto& file : context_files(*context_names("books"))) names.push_back(file.name);
  EXPECT_THAT(names, UnorderedElementsAre("book.h", "book.cc", "book_view.h", "book_test.cc",
                                          "book_api_test.cc", "context.cc", "golden_test.cc",
                                          "golden/BookAdded.json", "golden/BookRenamed.json",
                                          "golden/BookArchived.json"));
}

TEST(ContextFiles, have_no_place_left_that_was_not_filled) {
  for (const auto& file : context_files(*context_names("purchase_orders"))) {
    EXPECT_EQ(file.text.find('@'), std::string::npos) << file.name << '\n' << file.text;
    EXPECT_TRUE(file.text.ends_with("\n") && !file.text.ends_with("\n\n")) << file.name;
  }
}

TEST(ContextFiles, break_a_line_only_where_it_does_not_fit) {
  const auto names = *context_names("books");
  EXPECT_EQ(fill("auto @aggregate@ =@break@    f(@break@    1)@break@    .g();\n", names),
            "auto book = f(1).g();\n");
  const std::string long_text(90, 'x');
  EXPECT_EQ(fill(long_text + " =@break@    @type@Value;\n", names),
            long_text + " =\n    BookValue;\n");
}

TEST(ContextFiles, fit_the_columns_unless_names_are_very_long) {
  EXPECT_FALSE(has_long_lines(context_files(*context_names("a"))));
  EXPECT_FALSE(has_long_lines(context_files(*context_names("subscription_plans"))));
  EXPECT_TRUE(has_long_lines(context_files(*context_names(std::string(40, 'a')))));
}

}  // namespace
}  // namespace daybook::cli
