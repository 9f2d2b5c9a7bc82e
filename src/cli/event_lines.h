// Events as lines on standard output: aligned text for people, or one JSON envelope a line.
#pragma once

#include <string>

#include "daybook/event.h"

namespace daybook::cli {

// The envelope on one line: line breaks between the tokens of its data become spaces.
std::string json_line(const RecordedEvent& event);
std::string text_line(const RecordedEvent& event);

// False once standard output takes no more.
bool print_line(std::string_view line);
bool flush_lines();

// The exit code of a verb that has printed all it had, or as much as was taken. A reader that has
// seen enough, as `head` has, is no failure; a full disk is one, and gets its line.
int finish_lines();

}  // namespace daybook::cli
