// Other aggregates for decisions that look at them (see others.h), in the test kit (testing.h).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>

#include "daybook/aggregate.h"
#include "daybook/others.h"

namespace daybook::testing {

// Other aggregates, as given.
class GivenOthers final : public Others {
 public:
  template <Aggregate State>
  void add(std::string id, State state) {
    known_.insert_or_assign({std::type_index(typeid(State)), std::move(id)},
                            std::make_shared<State>(std::move(state)));
  }

 private:
  const void* find(std::type_index state, std::string_view id) override {
    const auto found = known_.find({state, std::string(id)});
    return found == known_.end() ? nullptr : found->second.get();
  }

  // Shared by copies; never changed.
  std::map<std::pair<std::type_index, std::string>, std::shared_ptr<const void>> known_;
};

}  // namespace daybook::testing
