// The test kit, public: given/when/then for deciders, clocks and ids that the test owns, and the
// contract that every event store has to keep. Needs GoogleTest; link daybook_testing.
//
//   TEST(Account, refuses_a_withdrawal_above_the_balance) {
//     given<Account>({UserCreated{"u1", "Ada", "ada@example.org"}, FundsDeposited{usd("1")}})
//         .when(WithdrawFunds{*Decimal::parse("1.01")})
//         .then_refused("insufficient-funds");
//   }
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/aggregate.h"
#include "daybook/clock.h"
#include "daybook/stores.h"
#include "daybook/testing_others.h"

namespace daybook::testing {

// What `decide` answered, waiting to be compared. Each check is a GoogleTest expectation.
template <Aggregate State>
class Outcome {
 public:
  using Event = typename State::Event;

  explicit Outcome(Decision<State> decision) : decision_(std::move(decision)) {}

  void then(std::vector<Event> events) const {
    ASSERT_TRUE(decision_.accepted()) << "refused: " << decision_.error().code;
    EXPECT_TRUE(decision_.events() == events) << "expected " << events.size() << " events, got "
                                              << decision_.events().size() << ", or others";
  }
  void then_nothing() const { then({}); }
  // These beside, to other aggregates.
  template <class Other>
  void also(std::string_view id, typename Other::Event event) const {
    for (const EventElsewhere& one : decision_.elsewhere()) {
      const auto* typed = std::any_cast<typename Other::Event>(&one.event);
      if (typed != nullptr && one.id == id && *typed == event) return;
    }
    ADD_FAILURE() << "no such event for " << id;
  }
  void then_refused(std::string_view code) const {
    ASSERT_FALSE(decision_.accepted()) << "accepted, expected " << code;
    EXPECT_EQ(decision_.error().code, code);
  }
  void then_refused(const Error& error) const {
    ASSERT_FALSE(decision_.accepted()) << "accepted, expected " << error.code;
    EXPECT_EQ(decision_.error().code, error.code);
    EXPECT_EQ(decision_.error().detail, error.detail);
    EXPECT_EQ(decision_.error().blame, error.blame);
  }
  // Refused, and these record it.
  void then_recorded(const Error& error, std::vector<Event> events) const {
    then_refused(error);
    ASSERT_TRUE(decision_.recorded_refusal().has_value()) << "not recorded";
    EXPECT_TRUE(decision_.events() == events) << "other events record it";
  }
  const Decision<State>& decision() const { return decision_; }

 private:
  Decision<State> decision_;
};

template <Aggregate State>
class Given {
 public:
  explicit Given(State state) : state_(std::move(state)) {}

  // Another aggregate that decisions may look at.
  template <Aggregate Other>
  Given beside(std::string id, const std::vector<typename Other::Event>& events) && {
    others_.add(std::move(id), fold<Other>(events));
    return std::move(*this);
  }

  Outcome<State> when(typename State::Command command) const {
    GivenOthers others = others_;
    return Outcome<State>(dispatch(command, state_, others));
  }
  const State& state() const { return state_; }

 private:
  State state_;
  GivenOthers others_;
};

template <Aggregate State>
Given<State> given(std::vector<typename State::Event> events = {}) {
  return Given<State>(fold<State>(events));
}

// A clock that stands still until it is moved.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start = Time{std::chrono::seconds{1'767'225'600}}) : now_(start) {}
  Time now() const override { return now_.load(); }
  void set(Time time) { now_.store(time); }
  void advance(std::chrono::microseconds by) { now_.store(now_.load() + by); }

 private:
  std::atomic<Time> now_;
};

// 00000000-0000-7000-8000-000000000001, …02, and so on.
class CountingIds final : public IdSource {
 public:
  Uuid next() override;

 private:
  std::atomic<std::uint64_t> last_{0};
};

// A store under test. `open` gives a store over the same events as before, if there were any and it
// is durable; the one given last is closed first.
struct StoreUnderTest {
  std::function<std::unique_ptr<EventStore>(const StoreOptions&)> open;
  bool durable = true;    // events survive being closed
  bool scavenges = true;  // what is not kept can be removed
};

// Registers the whole contract with GoogleTest as the suite NAME; call it before RUN_ALL_TESTS.
// `fresh` makes an empty store for each test.
void add_store_contract(const std::string& name, std::function<StoreUnderTest()> fresh);

}  // namespace daybook::testing
