#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "daybook/testing_golden.h"

namespace daybook::testing {
namespace {

using Forms = std::set<std::pair<std::string, std::uint32_t>>;

// The number in "v2".
std::optional<std::uint32_t> version_in(const std::string& part) {
  if (part.size() < 2 || part.size() > 9 || part.front() != 'v') return std::nullopt;
  if (part.find_first_not_of("0123456789", 1) != part.npos) return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(part.substr(1)));
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

void expect_form(const Forms& forms, const std::string& type, std::uint32_t version) {
  EXPECT_TRUE(forms.contains({type, version}))
      << type << " in version " << version << " has no golden file";
}

}  // namespace

GoldenForm golden_form(const std::string& file) {
  const std::size_t first = file.find('.');
  const std::size_t second = std::min(file.find('.', first + 1), file.size());
  GoldenForm form{.type = file.substr(0, first)};
  if (first != file.npos) {
    form.version = version_in(file.substr(first + 1, second - first - 1)).value_or(1);
  }
  return form;
}

std::string golden_data(const std::filesystem::path& file, const NewEvent* present) {
  const bool may_write = present != nullptr && std::getenv("DAYBOOK_WRITE_GOLDEN") != nullptr;
  if (may_write && !std::filesystem::exists(file)) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << present->data << '\n';
    ADD_FAILURE() << "written: " << file;
  }
  std::ifstream from(file, std::ios::binary);
  EXPECT_TRUE(from) << "no such file: " << file;
  std::string data(std::istreambuf_iterator<char>(from), {});
  while (data.ends_with('\n')) data.pop_back();
  return data;
}

void expect_golden_complete(const Context& context, const std::vector<std::type_index>& types,
                            const std::filesystem::path& folder,
                            const std::vector<std::string>& files) {
  Forms forms;
  for (const std::string& file : files) {
    const GoldenForm form = golden_form(file);
    forms.emplace(form.type, form.version);
  }
  std::vector<std::string> names;
  for (const std::type_index type : types) {
    const TypeSchema& entry = entry_of(context.events, type);
    expect_form(forms, entry.name, entry.version);
    names.push_back(entry.name);
  }
  names = stored_names(context.upcasters, std::move(names));
  for (const Upcaster& upcaster : context.upcasters) {
    if (!contains(names, upcaster.type)) continue;
    expect_form(forms, upcaster.type, std::max(upcaster.version, 1u));
  }
  std::vector<std::string> all;
  for (const TypeSchema& entry : context.events) all.push_back(entry.name);
  all = stored_names(context.upcasters, std::move(all));
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    const std::string type = golden_form(file).type;
    EXPECT_TRUE(contains(all, type)) << file << " is of a type that this context does not have";
    if (!contains(names, type)) continue;
    EXPECT_TRUE(contains(files, file)) << "no test reads " << file;
  }
}

}  // namespace daybook::testing
