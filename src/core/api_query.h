// What the query of a request may say, the same for every operation. Refusals blame the input.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "daybook/clock.h"
#include "daybook/command_handler.h"
#include "daybook/operation.h"

namespace daybook {

// ?limit=, how many things a page holds at most.
std::expected<std::size_t, Error> limit_query(const Call& call);

// ?limit= and ?cursor= where the cursor is a place.
struct PageQuery {
  std::size_t limit = 50;
  std::uint64_t after = 0;  // the place that the cursor names
};
std::expected<PageQuery, Error> page_query(const Call& call);
std::string cursor_of(std::uint64_t place);

// ?after= and ?wait=: what the answer must reflect, and by when that must be.
struct AfterQuery {
  Position after;
  Deadline deadline;
};
std::expected<AfterQuery, Error> after_query(const Call& call);

// ?version= and ?at=, or nothing when neither is given.
std::expected<std::optional<ViewPoint>, Error> point_query(const Call& call);

// The same as parameters, for the API's document.
std::vector<FieldShape> page_parameters();
std::vector<FieldShape> after_parameters();
std::vector<FieldShape> point_parameters();

}  // namespace daybook
