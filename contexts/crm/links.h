// Who works where. A contact is linked to at most one client, and a link is a fact about both: it
// stands in both streams, written in one append.
#pragma once

#include <string>

namespace crm {

struct ContactLinked {
  std::string client_id;
  std::string contact_id;
  bool operator==(const ContactLinked&) const = default;
};
struct ContactUnlinked {
  std::string client_id;
  std::string contact_id;
  bool operator==(const ContactUnlinked&) const = default;
};

}  // namespace crm
