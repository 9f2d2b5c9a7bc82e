// The verbs of the program: `daybook VERB …`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daybook::cli {

// What `daybook serve` can be told; the server reads the texts itself.
struct ServeOption {
  std::string_view name;
  std::string_view value_name;  // empty: a switch
  std::string_view description;
};

struct Serve {
  std::vector<ServeOption> options;
  std::function<int(const std::vector<std::pair<std::string, std::string>>& flags)> run;
};

// Gives the exit code: 0, 1 for what failed, 2 for what was asked wrongly.
int run(int argc, const char* const* argv, const Serve& serve);

}  // namespace daybook::cli
