#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "src/cli/verbs.h"

namespace daybook::cli {

void add_serve(CLI::App& program, const Serve& serve, int& exit_code) {
  CLI::App* verb = program.add_subcommand("serve", "Run the server");
  verb->footer(
      "Each option is also an environment variable (DAYBOOK_LOG_LEVEL) and a key of the TOML file\n"
      "(log-level); a flag beats the environment, which beats the file.");
  verb->add_option("--config", "TOML file with any of these options")->type_name("FILE");
  for (const ServeOption& option : serve.options) {
    const std::string flag = "--" + std::string(option.name);
    const std::string text(option.description);
    if (option.value_name.empty()) {
      verb->add_flag(flag, text);
    } else {
      verb->add_option(flag, text)->type_name(std::string(option.value_name));
    }
  }
  verb->callback([verb, &serve, &exit_code] {
    std::vector<std::pair<std::string, std::string>> flags;
    for (const CLI::Option* option : verb->get_options()) {
      const std::string name = option->get_lnames().empty() ? "" : option->get_lnames().front();
      if (name.empty() || name == "help") continue;
      for (const std::string& text : option->results()) flags.emplace_back(name, text);
    }
    exit_code = serve.run(flags);
  });
}

}  // namespace daybook::cli
