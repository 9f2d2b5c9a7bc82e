// The document and its page as they are served. That the document is right, and that the server
// does what it says, is for tests/e2e/openapi_test.mjs.
#include <gtest/gtest.h>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

TEST(OpenApi, is_served_as_json_in_two_places) {
  const Server server;
  const Answer document = server.get("/api-json");
  EXPECT_EQ(document.status, 200);
  EXPECT_EQ(document.header("content-type"), "application/json");
  EXPECT_EQ(document.text("openapi"), "3.1.0");
  EXPECT_EQ(server.get("/api/openapi.json").body, document.body);
}

TEST(OpenApi, is_not_sent_again_to_who_has_it) {
  const Server server;
  const std::string etag = server.get("/api-json").header("etag");
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(server.get("/api-json", {{"If-None-Match", etag}}).status, 304);
}

TEST(OpenApi, names_what_the_contexts_and_the_store_answer) {
  const Server server;
  const Json document = server.get("/api-json").json();
  const Json* paths = document.find("paths");
  ASSERT_NE(paths, nullptr);
  for (const auto& [path, method] :
       {std::pair("/api/accounts/{id}/deposit", "post"), std::pair("/api/accounts", "get"),
        std::pair("/api/accounts/{id}/events", "get"),
        std::pair("/api/streams/{stream}/events", "post"), std::pair("/api/append", "post"),
        std::pair("/api/events/live", "get"), std::pair("/health", "get"),
        std::pair("/api-json", "get")}) {
    const Json* item = paths->find(path);
    ASSERT_NE(item, nullptr) << path;
    EXPECT_NE(item->find(method), nullptr) << path;
  }
}

TEST(OpenApi, is_printed_by_the_program) {
  const Server server;
  const Ran printed = run_daybook({"openapi"});
  EXPECT_EQ(printed.code, 0);
  EXPECT_EQ(printed.errors, "");
  EXPECT_EQ(printed.output, server.get("/api-json").body);
}

TEST(OpenApi, has_a_page_that_can_load_nothing_from_elsewhere) {
  const Server server;
  const Answer page = server.get("/api");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_TRUE(page.header("content-security-policy").starts_with("default-src 'self';"));
  EXPECT_FALSE(page.header("content-security-policy").contains("unsafe"));
  EXPECT_EQ(page.header("x-frame-options"), "DENY");
  EXPECT_TRUE(page.body.contains("/api-json"));
}

}  // namespace
}  // namespace daybook::integration
