#include <cstdio>

#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

int print(const std::string& text) {
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return is_written && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace

void add_openapi(CLI::App& program, const std::function<std::string()>& document, int& exit_code) {
  CLI::App* verb =
      program.add_subcommand("openapi", "Print the OpenAPI document of the HTTP interface");
  verb->callback([&document, &exit_code] { exit_code = print(document()); });
}

}  // namespace daybook::cli
