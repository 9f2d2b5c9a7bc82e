// The index, in memory and on disk and merged, against a list that is simply searched.

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "src/store/log/index_run.h"
#include "src/store/log/keys.h"
#include "src/store/log/log_directory_for_test.h"
#include "src/store/log/recent_index.h"

namespace daybook::log {
namespace {

struct Entry {
  StreamNumber stream;
  Version version;
  Position position;
  std::string type;
};

class IndexModel : public ::testing::TestWithParam<unsigned> {
 protected:
  // Adds events for positions [from, to) to a new part.
  std::unique_ptr<RecentIndex> make_part(std::uint64_t from, std::uint64_t to) {
    auto part =
        std::make_unique<RecentIndex>(Position{from}, static_cast<StreamNumber>(catalog_.size()));
    for (std::uint64_t position = from; position < to; ++position) {
      const std::string name = "account-" + std::to_string(random_() % 40);
      auto stream = catalog_.find(name);
      if (!stream) stream = catalog_.add(name);
      const Version version{catalog_.head(*stream).version.value + 1};
      catalog_.advance(*stream, version, {position});
      const std::string type = "Type" + std::to_string(random_() % 5);
      part->add(*stream,
                {.type = type, .stream = name, .version = version, .position = {position}});
      entries_.push_back({*stream, version, {position}, type});
    }
    return part;
  }

  RunTables tables_of(const RecentIndex& part) {
    RunTables tables = part.tables();
    for (StreamNumber stream = part.first_stream(); stream < part.streams_end(); ++stream) {
      tables.names += catalog_.name(stream);
      tables.name_ends.push_back(static_cast<std::uint32_t>(tables.names.size()));
    }
    return tables;
  }

  template <class Place, class Of>
  std::vector<Position> search(const Wanted<Place>& wanted, const IndexPart& part, Of place_of) {
    std::vector<Position> found;
    for (const Entry& entry : entries_) {
      const auto place = place_of(entry);
      if (entry.position < part.first() || entry.position > part.last() || !place) continue;
      if (*place > wanted.after && *place < wanted.before) found.push_back(entry.position);
    }
    if (wanted.direction == Direction::backward) std::ranges::reverse(found);
    if (found.size() > wanted.limit) found.resize(wanted.limit);
    return found;
  }

  void expect_answers(const IndexPart& part) {
    for (int question = 0; question < 300; ++question) {
      const auto direction = random_() % 2 ? Direction::forward : Direction::backward;
      const auto stream = static_cast<StreamNumber>(random_() % 42);
      const Wanted<Version> versions{{random_() % 20}, {random_() % 40}, random_() % 9, direction};
      std::vector<Position> found;
      part.find_stream(stream, versions, found);
      EXPECT_EQ(found, search(versions, part, [&](const Entry& entry) {
                  return entry.stream == stream ? std::optional(entry.version) : std::nullopt;
                }));
      const std::string type = "Type" + std::to_string(random_() % 6);
      const Wanted<Position> positions{
          {random_() % 400}, {random_() % 500}, random_() % 99, direction};
      found.clear();
      part.find_key(key_of(KeyKind::type, type), positions, found);
      EXPECT_EQ(found, search(positions, part, [&](const Entry& entry) {
                  return entry.type == type ? std::optional(entry.position) : std::nullopt;
                }));
    }
  }

  std::mt19937 random_{GetParam()};
  Catalog catalog_;
  std::vector<Entry> entries_;
};

TEST_P(IndexModel, answers_like_a_search_in_memory_on_disk_and_merged) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  LogDirectory directory;
  const Uuid log_id = system_ids().next();
  std::vector<RunTables> tables;
  std::vector<RunView> views;
  const std::vector<std::uint64_t> bounds{1, 101, 102, 180, 401};
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    auto part = make_part(bounds[i], bounds[i + 1]);
    expect_answers(*part);
    tables.push_back(tables_of(*part));
  }
  for (const auto& one : tables) views.push_back(one.view());
  const Path path = run_path(directory.path(), {1}, {400});
  ASSERT_TRUE(write_run(system_files(), path, log_id, views).has_value());
  auto run = IndexRun::open(system_files(), path, log_id);
  ASSERT_TRUE(run.has_value()) << run.error().detail;
  EXPECT_TRUE((*run)->verify().has_value());
  expect_answers(**run);
  ASSERT_EQ((*run)->view().name_ends.size(), catalog_.size());
  for (std::size_t i = 0; i < catalog_.size(); ++i) {
    EXPECT_EQ((*run)->view().name(i), catalog_.name(static_cast<StreamNumber>(i)));
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, IndexModel, ::testing::Range(1u, 9u));

TEST(IndexRun, notices_damage_anywhere) {
  LogDirectory directory;
  const Uuid log_id = system_ids().next();
  RecentIndex part({1}, 0);
  Catalog catalog;
  const StreamNumber stream = catalog.add("account-1");
  for (std::uint64_t n = 1; n <= 3; ++n) {
    part.add(stream, {.type = "T", .stream = "account-1", .version = {n}, .position = {n}});
  }
  RunTables tables = part.tables();
  tables.names = "account-1";
  tables.name_ends = {9};
  const RunView view = tables.view();
  const Path path = run_path(directory.path(), {1}, {3});
  ASSERT_TRUE(write_run(system_files(), path, log_id, {&view, 1}).has_value());
  const std::size_t size = LogDirectory::bytes_of(path).size();
  for (std::size_t offset = 0; offset < size; ++offset) {
    LogDirectory::flip(path, offset);
    auto run = IndexRun::open(system_files(), path, log_id);
    EXPECT_FALSE(run.has_value() && (*run)->verify().has_value()) << "byte " << offset;
    LogDirectory::flip(path, offset);
  }
  EXPECT_FALSE(IndexRun::open(system_files(), path, system_ids().next()).has_value())
      << "another log's run";
}

}  // namespace
}  // namespace daybook::log
