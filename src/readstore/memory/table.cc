#include "src/readstore/memory/table.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace daybook::memory {

const Row* Table::find(std::string_view key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second.row;
}

void Table::apply(const RowChange& change) {
  if (!change.row) {
    entries_.erase(change.key);
    return;
  }
  Entry& entry = entries_[change.key];
  if (entry.number == 0) entry.number = ++last_number_;
  entry.row = *change.row;
}

void Table::add_to(RowDigest& digest) const {
  for (const auto& [key, entry] : entries_) digest.add(shape_->name, entry.row);
}

RowPlace Table::place_of(const QueryPlan& plan, const Entries::value_type& entry) const {
  if (plan.order == no_column) return {.number = entry.second.number};
  return {.value = entry.second.row[plan.order], .key = entry.first};
}

// Descending turns the whole order round, keys included.
int Table::compare(const QueryPlan& plan, const RowPlace& a, const RowPlace& b) const {
  int order = 0;
  if (plan.order == no_column) {
    order = a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  } else {
    order = compare_cells(shape_->columns[plan.order].type, a.value, b.value);
    if (order == 0) order = a.key.compare(b.key);
  }
  return plan.descending ? -order : order;
}

std::expected<RowPage, Error> Table::query(const RowQuery& query, std::uint64_t generation) const {
  const auto plan = plan_query(*shape_, query, generation);
  if (!plan) return std::unexpected(plan.error());

  std::vector<std::pair<RowPlace, const Row*>> found;
  for (const auto& entry : entries_) {
    if (!passes(*shape_, *plan, entry.second.row)) continue;
    RowPlace place = place_of(*plan, entry);
    if (plan->after && compare(*plan, place, *plan->after) <= 0) continue;
    found.emplace_back(std::move(place), &entry.second.row);
  }
  const std::size_t count = std::min(found.size(), plan->limit);
  std::partial_sort(
      found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
      [&](const auto& a, const auto& b) { return compare(*plan, a.first, b.first) < 0; });

  RowPage page{.shape = shape_};
  page.rows.reserve(count);
  for (std::size_t i = 0; i < count; ++i) page.rows.push_back(*found[i].second);
  if (count < found.size()) page.next_cursor = cursor_at(query, found[count - 1].first, generation);
  return page;
}

}  // namespace daybook::memory
