// What `read` and `tail` are asked for: a stream or the whole log, and which of its events.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daybook/event_store.h"

namespace daybook::cli {

struct ReadWords {
  std::string store, stream, category;
  std::vector<std::string> types, tags;
  std::uint64_t from = 0;
  bool json = false;

  EventFilter filter() const;
};

void add_read_words(CLI::App& verb, ReadWords& words);

// False once standard output takes no more.
bool print(const ReadWords& words, const RecordedEvent& event);

}  // namespace daybook::cli
