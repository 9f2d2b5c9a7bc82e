#include <memory>
#include <optional>

#include "daybook/stores.h"
#include "src/cli/event_lines.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

struct DeleteWords {
  std::string store, stream;
  std::optional<std::uint64_t> expected;
  bool tombstone = false;
};

int remove(const DeleteWords& words) {
  const auto stream = StreamId::parse(words.stream);
  if (!stream) return fail(stream.error());
  const auto expected =
      words.expected ? ExpectedVersion::exactly(Version{*words.expected}) : ExpectedVersion::any();
  auto store = open_store(words.store);
  if (!store) return fail(store.error());
  auto deleted = words.tombstone ? tombstone_stream(**store, *stream, expected, within(30s))
                                 : delete_stream(**store, *stream, expected, within(30s));
  if (!deleted) {
    deleted.error().pointer.clear();  // into an append that nobody has seen
    return fail(deleted.error());
  }
  print_line(words.stream + (words.tombstone ? " is deleted for ever" : " is deleted"));
  return finish_lines();
}

}  // namespace

void add_delete(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<DeleteWords>();
  CLI::App* verb = program.add_subcommand("delete", "Delete a stream; it may be begun again");
  verb->add_option("STREAM", words->stream, "the stream's name, category-id")->required();
  verb->add_flag("--tombstone", words->tombstone, "for ever: it can never be begun again");
  verb->add_option("--expected", words->expected, "only if the stream is at this version")
      ->type_name("N")
      ->check(whole_number());
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = remove(*words); });
}

}  // namespace daybook::cli
