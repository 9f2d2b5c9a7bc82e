// One line of an import, read and checked on its own. The form stands in export_line.h.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/append.h"

namespace daybook {

struct ImportLine {
  // What the line says of the commit that begins with it.
  struct Commit {
    struct Stream {
      StreamId stream;
      Version version;
    };
    std::uint64_t events = 1;
    std::string id;
    std::vector<Stream> streams;  // none: those of its events, none only checked
  };

  StreamId stream;
  NewEvent event;
  Version version;
  Position position;
  Time recorded_at;
  std::optional<Commit> commit;
};

// The error's pointer shows where in the line.
std::expected<ImportLine, Error> read_import_line(std::string_view line);

}  // namespace daybook
