// The page at /: the console, or in a build without it a page that says so.
#include <gtest/gtest.h>

#include <regex>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

TEST(Page, is_served_so_that_it_can_load_nothing_from_elsewhere) {
  const Server server;
  const Answer page = server.get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_TRUE(page.header("content-security-policy").contains("default-src 'self'"));
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(page.header("x-frame-options"), "DENY");
  EXPECT_TRUE(page.body.contains("Daybook"));
}

TEST(Page, is_not_sent_again_to_who_has_it) {
  const Server server;
  const std::string etag = server.get("/").header("etag");
  ASSERT_FALSE(etag.empty());
  const Answer again = server.connect().request("GET", "/", {}, {{"If-None-Match", etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
}

TEST(Page, finds_everything_that_it_names_and_may_keep_it_for_good) {
  const Server server;
  const std::string page = server.get("/").body;
  const std::regex link("(?:src|href)=\"(/[^\"]+)\"");
  for (std::sregex_iterator at(page.begin(), page.end(), link), end; at != end; ++at) {
    const Answer asset = server.get((*at)[1].str());
    EXPECT_EQ(asset.status, 200) << (*at)[1];
    EXPECT_FALSE(asset.body.empty()) << (*at)[1];
    EXPECT_TRUE(asset.header("cache-control").contains("immutable")) << (*at)[1];
  }
  EXPECT_EQ(server.get("/assets/nothing.js").status, 404);
}

}  // namespace
}  // namespace daybook::integration
