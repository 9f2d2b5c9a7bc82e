// Other aggregates that a decision looks at. `decide` may take one as its third parameter, and
// stays pure: what it is shown is part of what it decides on, and the append happens only if every
// stream that was looked at still stands where it stood. So a rule that spans aggregates has no
// race.
//
//   Decision decide(const ChangeHolder& command, const Contract& contract, Others& others) {
//     const Client& holder = others.look_at<Client>(contract.client_id);
//     if (holder.debt > 0) return outstanding_debt;
//     return accept(HolderChanged{contract.client_id, command.client_id});
//   }
//
// The aggregates must be ones that the same application offers (Api::aggregate). Ids may depend on
// what was seen before: `decide` is asked again each time it looks at something new.
#pragma once

#include <any>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>

namespace daybook {

class Others {
 public:
  virtual ~Others() = default;

  // The aggregate as it is; one that does not exist, or cannot, is as at its beginning. Valid as
  // long as this object.
  template <class State>
  const State& look_at(std::string_view id) {
    static const State absent{};
    const void* found = find(typeid(State), id);
    return found == nullptr ? absent : *static_cast<const State*>(found);
  }

 private:
  virtual const void* find(std::type_index state, std::string_view id) = 0;
};

// An event for another aggregate, in the same append as those of the one that decided:
//   accept(ContactUnlinked{id}).also<Contact>(id, ContactUnlinked{id})
struct EventElsewhere {
  std::type_index state;
  std::string id;
  std::any event;  // the State's variant
};

}  // namespace daybook
