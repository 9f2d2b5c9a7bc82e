// Events to rows: a projection keeps a table in an SQLite file, which any SQLite tool can read.
//
// Rows and the place up to which the log was read change in one transaction, so each event counts
// exactly once, however often the program is killed. The file may be deleted at any time: the rows
// are made again from the events.
#include <filesystem>
#include <future>
#include <iostream>

#include "daybook/context.h"
#include "daybook/projection.h"
#include "daybook/projections.h"
#include "daybook/read_stores.h"
#include "daybook/stores.h"

using namespace daybook;
using namespace std::chrono_literals;

struct BookLent {
  std::string title;
  std::string reader;
};
struct BookReturned {};

struct Loan {  // a row
  std::string book;
  std::string title;
  std::string reader;
};

// Who has what: a row for each book that is not on the shelf.
class Loans {
 public:
  static constexpr std::string_view name = "loans";
  using Event = std::variant<BookLent, BookReturned>;
  using Rows = std::tuple<Loan>;

  explicit Loans(Table<Loan>& loans) : loans_(loans) {}

  void on(const BookLent& event, const Recorded& at) {
    loans_.put({.book = std::string(at.id), .title = event.title, .reader = event.reader});
  }
  void on(const BookReturned&, const Recorded& at) { loans_.remove(at.id); }

 private:
  Table<Loan>& loans_;
};

// What events and rows are called outside of this program.
Context library() {
  return {.name = "library",
          .categories = {"book"},
          .events = {event("BookLent", field("title", &BookLent::title),
                           field("reader", &BookLent::reader)),
                     event<BookReturned>("BookReturned")},
          .tables = {table("loans", field("book", &Loan::book), field("title", &Loan::title),
                           field("reader", &Loan::reader))
                         .index({"reader"})},
          .projections = {projection<Loans>()}};
}

std::expected<Position, Error> lend_some_books(EventStore& events) {
  const auto lent = [](std::string title) {
    return NewEvent{.type = "BookLent", .data = R"({"title":")" + title + R"(","reader":"Ada"})"};
  };
  const auto any = ExpectedVersion::any();
  auto appended = events.append(
      {.streams = {{StreamId("book", "1"), any, {lent("Emma"), {.type = "BookReturned"}}},
                   {StreamId("book", "2"), any, {lent("Persuasion")}}}},
      within(5s));
  if (!appended) return std::unexpected(appended.error());
  return appended->position;
}

// Waits until the rows have followed the log to this position, and gives those of one reader.
std::expected<RowPage, Error> loans_of(const std::string& reader, Projections& projections,
                                       ReadStore& rows, Position position) {
  std::promise<std::expected<void, Error>> reached;
  projections.when_reached("loans", position, within(10s),
                           [&](auto result) { reached.set_value(std::move(result)); });
  if (auto done = reached.get_future().get(); !done) return std::unexpected(done.error());
  return rows.query({.table = "loans", .where = {{"reader", reader}}});
}

std::expected<RowPage, Error> run(const std::string& file) {
  const Context context = library();
  const auto events = open_memory_store();
  auto rows = open_sqlite_read_store(file);
  if (!rows) return std::unexpected(rows.error());

  Projections projections({.events = *events, .rows = **rows, .clock = system_clock()});
  for (const auto& make : context.projections) projections.add(make(context));
  if (auto started = projections.start(); !started) return std::unexpected(started.error());

  auto position = lend_some_books(*events);
  if (!position) return std::unexpected(position.error());
  return loans_of("Ada", projections, **rows, *position);
}

int main() {
  const std::string file = "library.db";
  std::filesystem::remove(file);
  auto page = run(file);
  if (!page) {
    std::cerr << page.error().detail << '\n';
    return 1;
  }
  for (const Row& row : page->rows) {
    std::string json;
    JsonWriter writer(json);
    write_row(*page->shape, row, writer);
    std::cout << json << '\n';
  }
  std::cout << "The same from outside: sqlite3 " << file << " 'SELECT * FROM loans'\n";
  return page->rows.size() == 1 ? 0 : 1;
}
