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

// JSON objects of so many bytes each, 2 at least; those of neighbouring numbers differ.
class BenchEvents {
 public:
  BenchEvents(std::size_t data_bytes, std::size_t metadata_bytes);
  NewEvent event(std::uint64_t number) const;
  std::string body(std::uint64_t number) const;  // the same, as the body of a request

 private:
  std::vector<std::string> data_, metadata_;
};

// One row for each event.
std::unique_ptr<ProjectionModel> measured_list();

}  // namespace daybook::cli
