#include "src/cli/bench_events.h"

#include <fmt/format.h>

#include <optional>
#include <random>
#include <utility>
#include <variant>

#include "daybook/context.h"
#include "daybook/projection.h"

namespace daybook::cli {
namespace {

constexpr std::size_t different_events = 1'024;
constexpr std::string_view type = "Measured";

// Small events have no room for all of it.
struct Measured {
  std::optional<std::string> customer;
  std::optional<std::int64_t> total;
  std::optional<std::string> note;
};

struct MeasuredRow {
  std::string event;
  std::string customer;
  std::int64_t total = 0;
  Time placed_at;
};

class MeasuredList {
 public:
  static constexpr std::string_view name = "measured";
  using Event = std::variant<Measured>;
  using Rows = std::tuple<MeasuredRow>;

  explicit MeasuredList(Table<MeasuredRow>& rows) : rows_(rows) {}
  void on(const Measured& event, const Recorded& at) {
    rows_.put({.event = fmt::format("{}@{}", at.stream, at.version.value),
               .customer = event.customer.value_or(""),
               .total = event.total.value_or(0),
               .placed_at = at.time});
  }

 private:
  Table<MeasuredRow>& rows_;
};

Context bench_context() {
  return {.name = "bench",
          .categories = {std::string(bench_category)},
          .events = {event(type, field("customer", &Measured::customer),
                           field("total", &Measured::total), field("note", &Measured::note))},
          .tables = {table("measured", field("event", &MeasuredRow::event),
                           field("customer", &MeasuredRow::customer),
                           field("total", &MeasuredRow::total),
                           field("placedAt", &MeasuredRow::placed_at))}};
}

// `begin`, which leaves a text open, and letters; blanks in an object where that is too much.
std::string object_of(std::size_t bytes, const std::string& begin, std::mt19937_64& random) {
  constexpr std::string_view end = R"("})";
  if (bytes < begin.size() + end.size()) {
    const std::size_t blanks = bytes < 2 ? 0 : bytes - 2;
    return "{" + std::string(blanks, ' ') + "}";
  }
  std::string object = begin;
  while (object.size() < bytes - end.size()) {
    const auto letter = static_cast<int>(random() % 32);
    object += letter < 26 ? static_cast<char>('a' + letter) : ' ';
  }
  return object.append(end);
}

}  // namespace

BenchEvents::BenchEvents(std::size_t data_bytes, std::size_t metadata_bytes) {
  std::mt19937_64 random(1);
  // Large ones are as different with fewer of them.
  const std::size_t count = data_bytes > 16'384 ? 16 : different_events;
  for (std::size_t i = 0; i < count; ++i) {
    data_.push_back(object_of(data_bytes,
                              fmt::format(R"({{"customer":"customer-{:06}","total":{},"note":")",
                                          random() % 1'000'000, random() % 100'000),
                              random));
    metadata_.push_back(object_of(metadata_bytes, R"({"correlationId":")", random));
  }
}

NewEvent BenchEvents::event(std::uint64_t number) const {
  const std::size_t i = number % data_.size();
  return {.type = std::string(type), .data = data_[i], .metadata = metadata_[i]};
}

std::string BenchEvents::body(std::uint64_t number) const {
  const std::size_t i = number % data_.size();
  return fmt::format(R"({{"type":"{}","data":{},"metadata":{}}})", type, data_[i], metadata_[i]);
}

std::unique_ptr<ProjectionModel> measured_list() {
  return projection<MeasuredList>()(bench_context());
}

}  // namespace daybook::cli
