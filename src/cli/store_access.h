// What the verbs that work on a store share: --store, opening it, and how a failure ends a verb.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "daybook/event_store.h"

namespace daybook::cli {

// log:./data/log unless given; DAYBOOK_STORE says otherwise for all verbs.
void add_store_option(CLI::App& verb, std::string& url);

// A log is opened beside the server that writes it.
std::expected<std::unique_ptr<EventStore>, Error> open_for_reading(const std::string& url);

// Prints one line and gives the exit code: 2 for what was asked wrongly, 1 for all else.
int fail(const Error& error);
int fail(int code, std::string_view line);

// Whether a person is watching.
bool is_terminal(int descriptor);

}  // namespace daybook::cli
