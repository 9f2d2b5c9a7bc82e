#include "src/core/command_key.h"

#include <gtest/gtest.h>

namespace daybook {
namespace {

struct Request {
  std::string category = "account";
  std::string key = "k1";
  std::string command = "DepositFunds";
  std::string id = "a1";
  std::string body = R"({"amount":5,"currency":"USD"})";
};

Once once(const Request& request) {
  const auto body = parse_json(request.body);
  return once_of({request.category, request.key, request.command, request.id, *body});
}

// Kept in the log for ever: if this fails, keys sent before an upgrade are not known after it.
TEST(CommandKey, has_the_form_that_the_log_holds) {
  EXPECT_EQ(once({}).commit_id,
            "key:3ffa7ac424b6f1b3d191067fd2026ae2bda6d19970006fab509b0544e2c295a9");
  EXPECT_EQ(once({}).fingerprint,
            "52dfd8966f59270af5fd02292f33d87638a4375a2d5281a23d687a6e3e5769f2");
  EXPECT_EQ(id_made_by(once({})).text(), "54cb9f4f-65aa-8a07-94fc-aecbbb4f725f");
}

TEST(CommandKey, is_one_name_for_each_category_and_key) {
  EXPECT_EQ(once({}).commit_id, once({.command = "CloseAccount", .id = "a2"}).commit_id);
  EXPECT_NE(once({}).commit_id, once({.key = "k2"}).commit_id);
  EXPECT_NE(once({}).commit_id, once({.category = "order"}).commit_id);
  EXPECT_NE(once({.category = "a", .key = "bc"}).commit_id,
            once({.category = "ab", .key = "c"}).commit_id);
}

TEST(CommandKey, fits_into_a_commit_id_however_long_the_key_is) {
  EXPECT_LE(once({.key = std::string(10'000, 'x')}).commit_id.size(),
            AppendLimits::commit_id_bytes_max);
}

TEST(CommandKey, tells_requests_apart_by_command_id_and_body) {
  EXPECT_NE(once({}).fingerprint, once({.command = "WithdrawFunds"}).fingerprint);
  EXPECT_NE(once({}).fingerprint, once({.id = "a2"}).fingerprint);
  EXPECT_NE(once({}).fingerprint, once({.body = R"({"amount":6,"currency":"USD"})"}).fingerprint);
  EXPECT_NE(once({.body = R"([1,[2]])"}).fingerprint, once({.body = R"([[1],2])"}).fingerprint);
}

TEST(CommandKey, does_not_mind_spaces_and_the_order_of_members) {
  EXPECT_EQ(once({}).fingerprint,
            once({.body = " { \"currency\" : \"U\\u0053D\", \"amount\":5 } "}).fingerprint);
}

TEST(CommandKey, makes_the_same_id_from_the_same_key) {
  const Uuid id = id_made_by(once({}));
  EXPECT_EQ(id, id_made_by(once({})));
  EXPECT_NE(id, id_made_by(once({.key = "k2"})));
  EXPECT_EQ(id.bytes[6] >> 4, 8) << "version 8";
  EXPECT_EQ(id.bytes[8] >> 6, 2) << "the variant of RFC 9562";
}

TEST(CommandKey, keeps_the_fingerprint_beside_what_the_metadata_hold) {
  EXPECT_EQ(with_fingerprint("{}", "f"), R"({"requestHash":"f"})");
  EXPECT_EQ(with_fingerprint(R"({"user":"ada"})", "f"), R"({"user":"ada","requestHash":"f"})");
  EXPECT_EQ(fingerprint_of(with_fingerprint(R"({"user":{"a":"}"}} )", "f")), "f");
  EXPECT_EQ(fingerprint_of(R"({"user":"ada"})"), "");
  EXPECT_EQ(fingerprint_of(R"({"requestHash":7})"), "");
}

}  // namespace
}  // namespace daybook
