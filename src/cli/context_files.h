// The files of a new bounded context: templates/context with the names filled in.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/cli/context_names.h"

namespace daybook::cli {

// A file below templates/context, embedded by the build.
struct ContextTemplate {
  std::string_view name;  // aggregate_test.cc, golden/AggregateAdded.json
  std::string_view text;
};

std::span<const ContextTemplate> context_templates();

// In a template @type@ is the name of that name in ContextNames. Where @break@ stands the line
// goes on if it fits into 100 columns, so that what is written is as clang-format would have it.
std::string fill(std::string_view text, const ContextNames& names);

struct ContextFile {
  std::string name;  // purchase_order_test.cc, golden/PurchaseOrderAdded.json
  std::string text;
};

std::vector<ContextFile> context_files(const ContextNames& names);

// Names that are long enough make lines that only clang-format can break.
bool has_long_lines(const std::vector<ContextFile>& files);

}  // namespace daybook::cli
