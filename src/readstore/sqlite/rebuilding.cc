// The next generation of a projection: begun, swapped in, or dropped.
#include "daybook/read_store_rules.h"
#include "src/readstore/sqlite/read_store.h"
#include "src/readstore/sqlite/tables.h"

namespace daybook::sqlite {

std::expected<void, Error> SqliteReadStore::begin_next(std::string_view projection) {
  return write([&](Bookkeeping& book) { return begin_next_in(book, projection); });
}

std::expected<void, Error> SqliteReadStore::begin_next_in(Bookkeeping& book,
                                                          std::string_view projection) {
  const auto asked = asked_.find(projection);
  const auto record = book.find(projection);
  if (!record) return std::unexpected(record.error());
  if (!*record || asked == asked_.end()) return std::unexpected(unknown_projection(projection));
  auto done = drop_next_of(book, **record);
  if (done) done = book.set_next(**record, asked->second);
  if (!done) return done;
  return make_tables(*writer_, asked->second, Generation::next, (*record)->live.number + 1);
}

std::expected<void, Error> SqliteReadStore::drop_next_of(Bookkeeping& book,
                                                         const ProjectionRecord& record) {
  if (!record.next) return {};
  auto dropped = drop_tables(*writer_, *record.next->shape, Generation::next);
  return dropped ? book.drop_next(record.name) : dropped;
}

std::expected<void, Error> SqliteReadStore::drop_next(std::string_view projection) {
  return write([&](Bookkeeping& book) -> std::expected<void, Error> {
    const auto record = book.find(projection);
    if (!record) return std::unexpected(record.error());
    if (!*record) return std::unexpected(unknown_projection(projection));
    return drop_next_of(book, **record);
  });
}

std::expected<void, Error> SqliteReadStore::swap(std::string_view projection, Position expected) {
  return write([&](Bookkeeping& book) { return swap_in(book, projection, expected); });
}

std::expected<void, Error> SqliteReadStore::swap_in(Bookkeeping& book, std::string_view projection,
                                                    Position expected) {
  const auto found = book.find(projection);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::unexpected(unknown_projection(projection));
  const ProjectionRecord& record = **found;
  if (!record.next || record.next->checkpoint != expected) {
    return std::unexpected(projected_elsewhere(
        projection, expected, record.next ? std::optional(record.next->checkpoint) : std::nullopt));
  }
  auto done = drop_tables(*writer_, *record.live.shape, Generation::live);
  if (done) done = rename_next_to_live(*writer_, *record.next->shape);
  return done ? book.swap(record) : done;
}

}  // namespace daybook::sqlite
