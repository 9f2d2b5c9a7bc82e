// That the shop understands what orders and calendars write: the stored forms that they keep in
// their golden files, of which the shop knows nothing else.
#include "contexts/shop/heard.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "daybook/json.h"

namespace shop {
namespace {

// The stored forms of an event, whoever writes it.
std::vector<std::filesystem::path> stored_forms(const std::string& type) {
  std::vector<std::filesystem::path> files;
  for (const char* owner : {"orders", "calendar"}) {
    const auto folder = std::filesystem::path(DAYBOOK_CONTEXT_DIR) / ".." / owner / "golden";
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().filename().string().starts_with(type + ".")) files.push_back(file.path());
    }
  }
  return files;
}

TEST(HeardEvents, are_read_in_all_their_stored_forms) {
  for (const daybook::TypeSchema& entry : heard()) {
    const auto files = stored_forms(entry.name);
    EXPECT_FALSE(files.empty()) << "nobody writes " << entry.name;
    for (const auto& file : files) {
      std::ifstream stream(file);
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      const auto json = daybook::parse_json(text);
      ASSERT_TRUE(json) << file;
      const auto read = entry.check(*json);
      EXPECT_TRUE(read) << file << ' ' << read.error().detail;
    }
  }
}

}  // namespace
}  // namespace shop
