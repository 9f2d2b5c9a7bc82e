// For tests: a projection of counts whose code fails when the test wants it to.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "daybook/projection_model.h"
#include "daybook/stream.h"

namespace daybook {

// One row for each stream: its events so far, and a number that depends on their order.
class CountModel final : public ProjectionModel {
 public:
  // What the test lets go wrong; shared by all runs. Safe from many threads.
  struct Trouble {
    std::mutex mutex;
    std::set<std::uint64_t> fail, throw_from, write_badly;  // positions
    std::atomic<int> attempts = 0;

    void set(std::set<std::uint64_t> failing) {
      std::lock_guard lock(mutex);
      fail = std::move(failing);
    }
  };

  explicit CountModel(std::string name = "counts", std::uint32_t version = 1,
                      std::vector<std::string> categories = {"counter"})
      : source_{.categories = std::move(categories), .types = {}} {
    shape_ = {.name = std::move(name), .version = version, .tables = {}};
    shape_.tables.push_back({.name = shape_.name,
                             .columns = {{"id", ColumnType::text},
                                         {"count", ColumnType::integer},
                                         {"mix", ColumnType::integer}}});
  }

  const ProjectionShape& shape() const override { return shape_; }
  const ProjectionSource& source() const override { return source_; }
  std::unique_ptr<ProjectionRun> begin() const override { return std::make_unique<Run>(*trouble); }

  // The row after one more event.
  static Row next(const Row* row, const RecordedEvent& event) {
    const std::int64_t count = row == nullptr ? 0 : std::get<std::int64_t>((*row)[1]);
    const std::int64_t mix = row == nullptr ? 0 : std::get<std::int64_t>((*row)[2]);
    const auto mixed = static_cast<std::uint64_t>(mix) * 31 + event.position.value;
    return {std::string(event.stream), count + 1, static_cast<std::int64_t>(mixed % 1'000'000'007)};
  }

  // Shared with the test and with the runs, which live on the projections' threads.
  std::shared_ptr<Trouble> trouble = std::make_shared<Trouble>();

 private:
  class Run final : public ProjectionRun {
   public:
    explicit Run(Trouble& trouble) : trouble_(trouble) {}

    std::expected<void, Error> apply(const RecordedEvent& event, RowAccess& rows) override {
      ++trouble_.attempts;
      Row row = next(rows.find(0, event.stream), event);
      std::lock_guard lock(trouble_.mutex);
      const std::uint64_t position = event.position.value;
      if (trouble_.write_badly.contains(position)) row[1] = std::string("no number");
      rows.put(0, std::move(row));
      if (trouble_.throw_from.contains(position)) throw std::runtime_error("thrown");
      if (trouble_.fail.contains(position)) return std::unexpected(fault("poison", "bad event"));
      return {};
    }

   private:
    Trouble& trouble_;
  };

  ProjectionShape shape_;
  ProjectionSource source_;
};

}  // namespace daybook
