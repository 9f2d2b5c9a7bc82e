#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "daybook/snapshot.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

Snapshot sample(std::uint64_t version = 7) {
  Snapshot snapshot{{version}, {version + 10}, {}, R"({"state":1})"};
  snapshot.event_id.bytes[3] = 9;
  return snapshot;
}

class SnapshotDirectoryTest : public ::testing::Test {
 protected:
  SnapshotDirectoryTest() {
    std::string name = (fs::temp_directory_path() / "daybook_XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, "a temporary directory");
    path = fs::path(name) / "snapshots";
    snapshots = open();
  }
  ~SnapshotDirectoryTest() override {
    std::error_code ignored;
    fs::remove_all(path.parent_path(), ignored);
  }

  std::unique_ptr<SnapshotStore> open() const {
    auto opened = open_snapshot_directory(path);
    require(opened.has_value(), "a snapshot directory");
    return std::move(*opened);
  }
  fs::path only_file() const {
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) return entry.path();
    }
    return {};
  }
  static std::string content(const fs::path& file) {
    std::ifstream from(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(from), {}};
  }
  static void overwrite(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }

  fs::path path;
  std::unique_ptr<SnapshotStore> snapshots;
};

TEST_F(SnapshotDirectoryTest, gives_back_what_was_saved_last) {
  EXPECT_FALSE(snapshots->load("a-1", "f"));
  ASSERT_TRUE(snapshots->save("a-1", "f", sample(3)));
  ASSERT_TRUE(snapshots->save("a-1", "f", sample(7)));
  ASSERT_TRUE(snapshots->save("a/../b-1", "f", sample(9)));
  const auto loaded = snapshots->load("a-1", "f");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->version, Version{7});
  EXPECT_EQ(loaded->position, Position{17});
  EXPECT_EQ(loaded->event_id, sample().event_id);
  EXPECT_EQ(loaded->data, sample().data);
  EXPECT_EQ(snapshots->load("a/../b-1", "f")->version, Version{9});
}

TEST_F(SnapshotDirectoryTest, keeps_snapshots_when_it_is_opened_again) {
  ASSERT_TRUE(snapshots->save("a-1", "f", sample()));
  snapshots = open();
  EXPECT_TRUE(snapshots->load("a-1", "f"));
}

TEST_F(SnapshotDirectoryTest, gives_nothing_of_another_schema_and_takes_its_place) {
  ASSERT_TRUE(snapshots->save("a-1", "old", sample()));
  EXPECT_FALSE(snapshots->load("a-1", "new"));
  ASSERT_TRUE(snapshots->save("a-1", "new", sample()));
  EXPECT_TRUE(snapshots->load("a-1", "new"));
  EXPECT_FALSE(snapshots->load("a-1", "old"));
}

TEST_F(SnapshotDirectoryTest, gives_nothing_of_a_file_that_is_cut_off_anywhere) {
  ASSERT_TRUE(snapshots->save("a-1", "f", sample()));
  const fs::path file = only_file();
  const std::string whole = content(file);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    overwrite(file, whole.substr(0, size));
    EXPECT_FALSE(snapshots->load("a-1", "f")) << size;
  }
  overwrite(file, whole + "x");
  EXPECT_FALSE(snapshots->load("a-1", "f"));
  overwrite(file, whole);
  EXPECT_TRUE(snapshots->load("a-1", "f"));
}

TEST_F(SnapshotDirectoryTest, gives_nothing_of_a_damaged_file_and_mends_it_by_saving) {
  ASSERT_TRUE(snapshots->save("a-1", "f", sample()));
  const fs::path file = only_file();
  const std::string whole = content(file);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    overwrite(file, damaged);
    EXPECT_FALSE(snapshots->load("a-1", "f")) << at;
  }
  ASSERT_TRUE(snapshots->save("a-1", "f", sample()));
  EXPECT_TRUE(snapshots->load("a-1", "f"));
}

TEST_F(SnapshotDirectoryTest, gives_nothing_of_another_streams_file) {
  ASSERT_TRUE(snapshots->save("a-1", "f", sample()));
  const fs::path first = only_file();
  const std::string foreign = content(first);
  fs::remove(first);
  ASSERT_TRUE(snapshots->save("a-2", "f", sample()));
  overwrite(only_file(), foreign);
  EXPECT_FALSE(snapshots->load("a-2", "f"));
}

TEST_F(SnapshotDirectoryTest, says_what_it_cannot_write_and_goes_on) {
  ASSERT_TRUE(snapshots->save("a-1", "f", sample()));
  const fs::path folder = only_file().parent_path();
  fs::remove_all(folder);
  overwrite(folder, "in the way");
  const auto saved = snapshots->save("a-1", "f", sample());
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, "snapshot-unwritable");
  EXPECT_FALSE(snapshots->load("a-1", "f"));
  fs::remove(folder);
  EXPECT_TRUE(snapshots->save("a-1", "f", sample()));
}

TEST_F(SnapshotDirectoryTest, clears_away_what_was_being_written) {
  overwrite(path / "writing" / "1-1", "half");
  snapshots = open();
  EXPECT_TRUE(fs::is_empty(path / "writing"));
}

TEST_F(SnapshotDirectoryTest, says_that_it_cannot_be_opened) {
  overwrite(path.parent_path() / "file", "");
  const auto opened = open_snapshot_directory(path.parent_path() / "file" / "snapshots");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "snapshot-unwritable");
}

TEST_F(SnapshotDirectoryTest, shows_a_whole_snapshot_while_others_are_saved) {
  ASSERT_TRUE(snapshots->save("a-1", "f", sample(1)));
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this] {
      for (std::uint64_t i = 1; i <= 100; ++i) {
        EXPECT_TRUE(snapshots->save("a-1", "f", sample(i)));
        EXPECT_TRUE(snapshots->load("a-1", "f"));
      }
    });
  }
}

}  // namespace
}  // namespace daybook
