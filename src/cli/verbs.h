// Each function adds one verb to the program. When the verb was asked for it is run after all of
// the command line has been read, and leaves its exit code in `exit_code`.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "src/cli/command_line.h"

namespace daybook::cli {

void add_serve(CLI::App& program, const Serve& serve, int& exit_code);
void add_append(CLI::App& program, const CheckEvent& check, int& exit_code);
void add_read(CLI::App& program, int& exit_code);
void add_tail(CLI::App& program, int& exit_code);
void add_streams(CLI::App& program, int& exit_code);
void add_retain(CLI::App& program, int& exit_code);
void add_delete(CLI::App& program, int& exit_code);
void add_scavenge(CLI::App& program, int& exit_code);
void add_verify(CLI::App& program, const std::vector<Context>& contexts, int& exit_code);
void add_export(CLI::App& program, int& exit_code);
void add_import(CLI::App& program, int& exit_code);
void add_backup(CLI::App& program, int& exit_code);
void add_restore(CLI::App& program, int& exit_code);
void add_salvage(CLI::App& program, int& exit_code);
void add_reindex(CLI::App& program, int& exit_code);
void add_new(CLI::App& program, int& exit_code);
void add_projections(CLI::App& program, int& exit_code);
void add_demo(CLI::App& program, const std::vector<Context>& contexts, int& exit_code);
void add_bench(CLI::App& program, const Parts& parts, int& exit_code);
void add_openapi(CLI::App& program, const std::function<std::string()>& document, int& exit_code);

}  // namespace daybook::cli
