#include "src/cli/context_files.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace daybook::cli {
namespace {

constexpr std::size_t columns = 100;
constexpr std::string_view break_mark = "@break@";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// The pieces of a line stand on one line or each on its own.
std::string broken(std::string_view line) {
  std::string whole, pieces;
  for (const auto range : std::views::split(line, break_mark)) {
    const std::string_view piece(range.begin(), range.end());
    const std::string_view bare =
        piece.substr(std::min(piece.find_first_not_of(' '), piece.size()));
    const bool is_first = pieces.empty();
    const bool is_joined = whole.ends_with('(') || bare.starts_with('.');
    pieces.append(is_first ? "" : "\n").append(piece);
    whole.append(is_first || is_joined ? "" : " ").append(is_first ? piece : bare);
  }
  return whole.size() <= columns ? whole : pieces;
}

}  // namespace

std::string fill(std::string_view text, const ContextNames& names) {
  std::string filled(text);
  const std::pair<std::string_view, std::string_view> places[] = {
      {"@context@", names.context}, {"@aggregate@", names.aggregate}, {"@type@", names.type},
      {"@words@", names.words},     {"@member@", names.member},       {"@list@", names.list},
      {"@path@", names.path},
  };
  for (const auto& [place, name] : places) replace_all(filled, place, name);
  std::string lines;
  for (const auto range : std::views::split(filled, '\n')) {
    lines.append(broken({range.begin(), range.end()})).append("\n");
  }
  lines.pop_back();
  return lines;
}

std::vector<ContextFile> context_files(const ContextNames& names) {
  std::vector<ContextFile> files;
  for (const ContextTemplate& one : context_templates()) {
    std::string name(one.name);
    replace_all(name, "aggregate", names.aggregate);
    replace_all(name, "Aggregate", names.type);
    files.push_back({std::move(name), fill(one.text, names)});
  }
  return files;
}

bool has_long_lines(const std::vector<ContextFile>& files) {
  return std::ranges::any_of(files, [](const ContextFile& file) {
    return std::ranges::any_of(std::views::split(file.text, '\n'), [](const auto& line) {
      return static_cast<std::size_t>(std::ranges::distance(line)) > columns;
    });
  });
}

}  // namespace daybook::cli
