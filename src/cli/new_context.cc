#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "src/cli/context_files.h"
#include "src/cli/context_names.h"
#include "src/cli/event_lines.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

namespace fs = std::filesystem;

struct NewContextWords {
  std::string name, tree = ".";
};

// The context that has an aggregate of this name: its streams would be those of the new one.
std::optional<fs::path> owner_of(const std::string& aggregate, const fs::path& contexts) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(contexts, error)) {
    if (fs::exists(entry.path() / (aggregate + ".h"), error)) return entry.path();
  }
  return std::nullopt;
}

// What cannot be written whole is not left behind.
std::optional<std::string> write(const fs::path& folder, const std::vector<ContextFile>& files) {
  std::error_code error;
  if (!fs::create_directory(folder, error)) {
    return "cannot make " + folder.string() + (error ? ": " + error.message() : "");
  }
  for (const ContextFile& file : files) {
    const fs::path path = folder / file.name;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    out << file.text;
    out.close();
    if (out) continue;
    fs::remove_all(folder, error);
    return "cannot write " + path.string();
  }
  return std::nullopt;
}

void print(const ContextNames& names, const fs::path& folder, const fs::path& tree,
           const std::vector<ContextFile>& files) {
  for (const ContextFile& file : files) print_line("wrote " + (folder / file.name).string());
  print_line(tree == "." ? "Next:" : "Next, in " + tree.string() + ":");
  if (has_long_lines(files)) print_line("  ./dev format");
  print_line("  ./dev build");
  print_line(fmt::format("  ctest --test-dir build/release -R {}", names.type));
  print_line("  ./dev run");
  print_line(
      fmt::format("Then: curl localhost:3000/api{} --json '{{\"name\":\"First\"}}'", names.path));
}

int new_context(const NewContextWords& words) {
  const auto names = context_names(words.name);
  if (!names) return fail(2, names.error());
  std::error_code error;
  const fs::path contexts = fs::path(words.tree) / "contexts";
  if (!fs::exists(contexts / "CMakeLists.txt", error)) {
    return fail(1, "there is no " + (contexts / "CMakeLists.txt").string() +
                       ": say where Daybook's sources are with --in");
  }
  const fs::path folder = contexts / names->context;
  if (fs::exists(folder, error)) return fail(1, folder.string() + " exists already");
  if (const auto owner = owner_of(names->aggregate, contexts)) {
    return fail(1, owner->string() + " has an aggregate called " + names->aggregate + " already");
  }
  const auto files = context_files(*names);
  if (const auto problem = write(folder, files)) return fail(1, *problem);
  print(*names, folder.lexically_normal(), words.tree, files);
  return finish_lines();
}

}  // namespace

void add_new(CLI::App& program, int& exit_code) {
  CLI::App* made = program.add_subcommand("new", "Write the beginning of something new");
  made->require_subcommand(1);
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<NewContextWords>();
  CLI::App* verb = made->add_subcommand(
      "context", "A bounded context that builds, is tested and is served: contexts/NAME");
  verb->add_option("name", words->name, "in lower_snake_case, as in purchase_orders")
      ->type_name("NAME")
      ->required();
  verb->add_option("--in", words->tree, "where Daybook's sources are")
      ->type_name("DIR")
      ->capture_default_str();
  verb->callback([words, &exit_code] { exit_code = new_context(*words); });
}

}  // namespace daybook::cli
