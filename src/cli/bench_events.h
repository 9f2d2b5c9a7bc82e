// What all measurements append and read: events of an exact size, in streams of a category that no
// context has, and the list into which they are projected.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/event.h"
#include "daybook/projection_model.h"

namespace daybook::cli {

constexpr std::string_view bench_category = "bench";

// JSON objects of so many bytes each, 2 at least; no two in a row are alike.
class BenchEvents {
 public:
  BenchEvents(std::size_t data_bytes, std::size_t metadata_bytes);
  NewEvent next();
  // The same as the body of a request.
  std::string next_body();

 private:
  std::vector<std::string> data_, metadata_;
  std::size_t given_ = 0;
};

// One row for each event.
std::unique_ptr<ProjectionModel> measured_list();

}  // namespace daybook::cli
