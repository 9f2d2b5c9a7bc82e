// The test kit for stored events: each form in which the log may hold an event has a file, which
// every later build must be able to read. Needs GoogleTest; link daybook_testing.
//
//   TEST(StoredAccounts, are_written_as_ever_and_read_for_ever) {
//     expect_golden<Account>(context(), DAYBOOK_CONTEXT_DIR "/golden", {
//         {"FundsDeposited.json", FundsDeposited{usd("12.50")}},
//         {"FundsDeposited.v2.largest.json", FundsDeposited{usd("9999999999999999.99")}}});
//   }
//
// A file is named after the stored type, the version unless it is 1, and whatever tells it from
// others. Its content is the event's data. A changed file needs a decision: it says that the log
// would be read otherwise than before.
//
// With the variable DAYBOOK_WRITE_GOLDEN set, files of the present version that are missing are
// written, and the test fails once.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <variant>
#include <vector>

#include "daybook/context.h"
#include "daybook/event_codec.h"

namespace daybook::testing {

// A file, and the event that it holds, in whatever form.
template <Aggregate State>
struct Golden {
  std::string file;
  typename State::Event event;
};

struct GoldenForm {
  std::string type;
  std::uint32_t version = 1;
};
GoldenForm golden_form(const std::string& file);

// What is in the file. `present` is what this build would write, if it is a form of this build's.
std::string golden_data(const std::filesystem::path& file, const NewEvent* present);

// Every form of these types, present and old, has a file among these, and every file of the folder
// is one of these or of another aggregate of the context.
void expect_golden_complete(const Context& context, const std::vector<std::type_index>& types,
                            const std::filesystem::path& folder,
                            const std::vector<std::string>& files);

template <class... Events>
std::vector<std::type_index> types_of(std::type_identity<std::variant<Events...>>) {
  return {typeid(Events)...};
}

// The present forms are written byte by byte as in their files; every file, old or present, is read
// as its event; and no form is without a file.
template <Aggregate State>
void expect_golden(const Context& context, const std::filesystem::path& folder,
                   const std::vector<Golden<State>>& examples) {
  const EventCodec<State> codec(context.events, context.upcasters);
  std::vector<std::string> files;
  for (const Golden<State>& example : examples) {
    SCOPED_TRACE(example.file);
    files.push_back(example.file);
    const GoldenForm form = golden_form(example.file);
    const NewEvent written = codec.encode(example.event);
    const bool is_present = form.type == written.type && form.version == written.schema_version;
    const std::string data = golden_data(folder / example.file, is_present ? &written : nullptr);
    if (is_present) {
      EXPECT_EQ(written.data, data);
    }
    const auto read = codec.decode({.type = form.type,
                                    .stream = State::category,
                                    .schema_version = form.version,
                                    .data = data});
    if (read) {
      EXPECT_TRUE(*read == example.event) << "read as another event";
    } else {
      ADD_FAILURE() << read.error().detail;
    }
  }
  expect_golden_complete(context, types_of(std::type_identity<typename State::Event>()), folder,
                         files);
}

}  // namespace daybook::testing
