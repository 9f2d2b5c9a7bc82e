#include "src/net/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace daybook::net {
namespace {

void ignore(const Request&, Respond) {}

std::string matched(const Router& router, Method method, std::string_view path) {
  const Router::Match match = router.match(method, path);
  if (!match.route) return match.allow.empty() ? "404" : "405 " + match.allow;
  std::string text = match.route->pattern;
  for (std::size_t i = 0; i < match.params.size(); ++i) {
    text += " " + match.route->param_names[i] + "=" + std::string(match.params[i]);
  }
  return text;
}

Router bank() {
  Router router;
  router.add(Method::get, "/", ignore);
  router.add(Method::get, "/api/accounts", ignore);
  router.add(Method::post, "/api/accounts", ignore);
  router.add(Method::get, "/api/accounts/{id}", ignore);
  router.add(Method::del, "/api/accounts/{id}", ignore);
  router.add(Method::get, "/api/accounts/open", ignore);
  router.add(Method::post, "/api/accounts/{account}/deposit", ignore);
  router.add(Method::get, "/console/{file...}", ignore);
  return router;
}

TEST(Router, finds_literal_paths) {
  EXPECT_EQ(matched(bank(), Method::get, "/"), "/");
  EXPECT_EQ(matched(bank(), Method::post, "/api/accounts"), "/api/accounts");
}

TEST(Router, names_each_parameter_as_its_own_pattern_does) {
  EXPECT_EQ(matched(bank(), Method::get, "/api/accounts/7"), "/api/accounts/{id} id=7");
  EXPECT_EQ(matched(bank(), Method::post, "/api/accounts/7/deposit"),
            "/api/accounts/{account}/deposit account=7");
}

TEST(Router, prefers_the_more_literal_pattern) {
  EXPECT_EQ(matched(bank(), Method::get, "/api/accounts/open"), "/api/accounts/open");
}

TEST(Router, turns_back_to_a_parameter_when_the_literal_does_not_answer_the_method) {
  EXPECT_EQ(matched(bank(), Method::del, "/api/accounts/open"), "/api/accounts/{id} id=open");
}

TEST(Router, gives_the_rest_of_a_path_to_a_trailing_wildcard) {
  EXPECT_EQ(matched(bank(), Method::get, "/console/a/b.js"), "/console/{file...} file=a/b.js");
  EXPECT_EQ(matched(bank(), Method::get, "/console/"), "/console/{file...} file=");
}

TEST(Router, keeps_an_encoded_slash_inside_its_segment) {
  EXPECT_EQ(matched(bank(), Method::get, "/api/accounts/a%2Fb"), "/api/accounts/{id} id=a%2Fb");
}

TEST(Router, decodes_what_it_compares_with_literals) {
  EXPECT_EQ(matched(bank(), Method::get, "/api/%61ccounts"), "/api/accounts");
}

TEST(Router, matches_no_parameter_with_an_empty_segment) {
  EXPECT_EQ(matched(bank(), Method::get, "/api/accounts/"), "404");
  EXPECT_EQ(matched(bank(), Method::get, "/api//accounts"), "404");
}

TEST(Router, answers_head_where_there_is_a_get) {
  EXPECT_EQ(matched(bank(), Method::head, "/api/accounts"), "/api/accounts");
}

TEST(Router, tells_the_allowed_methods_from_an_unknown_path) {
  EXPECT_EQ(matched(bank(), Method::put, "/api/accounts"), "405 GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(matched(bank(), Method::put, "/api/accounts/open"), "405 GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(matched(bank(), Method::other, "/api/accounts/7/deposit"), "405 POST, OPTIONS");
  EXPECT_EQ(matched(bank(), Method::get, "/nowhere"), "404");
  EXPECT_EQ(matched(bank(), Method::get, "/api"), "404");
}

TEST(Router, refuses_patterns_that_are_bugs) {
  Router router = bank();
  EXPECT_THROW(router.add(Method::get, "api", ignore), std::invalid_argument);
  EXPECT_THROW(router.add(Method::get, "/a/{}", ignore), std::invalid_argument);
  EXPECT_THROW(router.add(Method::get, "/a/{rest...}/b", ignore), std::invalid_argument);
  EXPECT_THROW(router.add(Method::get, "/api/accounts/{other}", ignore), std::invalid_argument);
}

}  // namespace
}  // namespace daybook::net
