// The stored forms of this context's events, each in a file under golden/. The log holds such
// events for ever: a changed file needs a decision (docs/decisions), and the old form stays
// readable.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "contexts/accounts/account.h"
#include "contexts/accounts/schema.h"
#include "daybook/event_codec.h"

namespace accounts {
namespace {

const std::filesystem::path golden = std::filesystem::path(DAYBOOK_CONTEXT_DIR) / "golden";

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::string text(std::istreambuf_iterator<char>(file), {});
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Money money(std::string_view amount, std::string_view currency) {
  return *Money::of(*Decimal::parse(amount), *Currency::parse(currency));
}

struct Example {
  std::string file;
  Account::Event event;
};

const Example examples[] = {
    {"UserCreated.json",
     UserCreated{"0193b0c4-0000-7000-8000-000000000001", "Ada \"Łu\" Lovelace", "ada@example.org"}},
    {"FundsDeposited.json", FundsDeposited{money("12.50", "USD")}},
    {"FundsDeposited.largest.json", FundsDeposited{money("9999999999999999.99", "EUR")}},
    {"FundsDeposited.three_decimals.json", FundsDeposited{money("0.005", "KWD")}},
    {"FundsWithdrawn.json", FundsWithdrawn{money("100", "JPY")}},
    {"AccountClosed.json", AccountClosed{"User requested"}},
};

std::string type_of(const std::string& file) { return file.substr(0, file.find('.')); }

TEST(StoredAccounts, are_written_as_ever) {
  const daybook::EventCodec<Account> codec(events());
  for (const Example& example : examples) {
    const auto stored = codec.encode(example.event);
    EXPECT_EQ(stored.type, type_of(example.file));
    EXPECT_EQ(stored.schema_version, 1u);
    EXPECT_EQ(stored.data, content_of(golden / example.file));
  }
}

TEST(StoredAccounts, are_read_by_every_later_release) {
  const daybook::EventCodec<Account> codec(events());
  for (const Example& example : examples) {
    const std::string type = type_of(example.file);
    const std::string data = content_of(golden / example.file);
    const auto event = codec.decode({.type = type, .stream = "account-1", .data = data});
    ASSERT_TRUE(event) << example.file << ": " << event.error().detail;
    EXPECT_TRUE(*event == example.event) << example.file;
  }
}

TEST(StoredAccounts, have_a_golden_file_for_each_event) {
  std::set<std::string> types;
  for (const Example& example : examples) types.insert(type_of(example.file));
  for (const auto& entry : events()) EXPECT_TRUE(types.contains(entry.name)) << entry.name;
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(golden)) {
    ++files;
    EXPECT_TRUE(types.contains(type_of(file.path().filename().string()))) << file.path();
  }
  EXPECT_EQ(files, std::size(examples)) << "a golden file that no test reads";
}

}  // namespace
}  // namespace accounts
