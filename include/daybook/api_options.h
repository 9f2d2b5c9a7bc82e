// How the operations of an Api are offered (see api.h). Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace daybook {

// Who names a new aggregate. An id that is given stands in the command's field of the id's name.
enum class NewId : std::uint8_t {
  made_unless_given,  // by the server
  made_for_http,      // likewise, but a message must name it: it may come twice
  given,              // always by the caller
};

struct AggregateOptions {
  std::string id;    // what its id is called in answers: "accountId"
  std::string wrap;  // the member that holds the view; empty: the view is the answer itself
  NewId new_id = NewId::made_unless_given;
  bool outside_api = false;  // its paths answer without /api before them as well
  std::vector<std::pair<std::string, std::string>> greeting = {};  // first members of the answer
                                                                   // to a creation, as JSON
};

// `?expired=true` keeps the rows whose column has this value, `?expired=false` the others.
struct ListFlag {
  std::string parameter;
  std::string column;
  std::string value;
};

struct ListOptions {
  std::string name = {};               // in the API's document; empty: the plural
  bool bare = false;                   // the array alone; the next page is in the Link header
  std::vector<std::string> search_in;  // the text columns that ?q= looks into
  std::vector<ListFlag> flags;
  std::vector<std::pair<std::string, std::string>> where;  // only rows that are equal in these
};

}  // namespace daybook
