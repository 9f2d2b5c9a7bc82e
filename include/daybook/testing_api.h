// The test kit for routes, public: everything that a context answers, over a store in memory, asked
// as HTTP would ask it, on a clock and ids that the test owns. Link daybook_testing.
//
//   TEST(BooksApi, shows_a_book) {
//     ApiUnderTest api(context());
//     const auto added = api.post("/books", R"({"title":"Emma"})");
//     EXPECT_EQ(api.get("/books/" + added.text("/bookId")).text("/book/title"), "Emma");
//   }
#pragma once

#include <cstdint>
#include <expected>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/context.h"
#include "daybook/operation.h"
#include "daybook/testing.h"

namespace daybook::testing {

// What was answered: a reply, or why there is none.
struct Answered {
  std::expected<Reply, Error> result;

  explicit operator bool() const { return result.has_value(); }
  int status() const { return result ? result->status : 0; }

  // What the body holds at this JSON pointer: of a string its characters, else JSON. Empty when
  // there is nothing.
  std::string text(std::string_view pointer) const;

  // The code of the error; empty when there is none.
  std::string code() const { return result ? "" : result.error().code; }
};

// The refusal in an answer as "status code detail pointer": "404 not-found Unknown account". Of a
// conflict its code, of a fault "5xx" and its code; else "accepted" and the body.
std::string refusal(const std::expected<Reply, Error>& result);
inline std::string refusal(const Answered& answered) { return refusal(answered.result); }

// The body, or the error: what a failed expectation shows.
std::ostream& operator<<(std::ostream& out, const Answered& answered);

// Requests may come from many threads at once.
class ApiUnderTest {
 public:
  explicit ApiUnderTest(Context context);
  explicit ApiUnderTest(std::vector<Context> contexts);  // those that read each other's events
  ~ApiUnderTest();

  // Paths are those of the routes, below /api, with a query if there is one:
  // "/books/b1?version=2". Nothing is percent-decoded. A route that nobody declared fails the
  // test.
  Answered get(std::string_view path) { return ask("GET", path, ""); }
  Answered post(std::string_view path, std::string body = "{}") {
    return ask("POST", path, std::move(body));
  }
  Answered put(std::string_view path, std::string body) { return ask("PUT", path, body); }
  Answered del(std::string_view path) { return ask("DELETE", path, ""); }
  Answered ask(std::string_view method, std::string_view path, std::string body) {
    return ask(method, path, Call{.body = std::move(body)});
  }

  // With an expected version, an idempotency key, …; id, path and query come from the path.
  Answered ask(std::string_view method, std::string_view path, Call call);

  // A command as a message carries it: the data name everything, as over a WebSocket.
  Answered send(std::string_view command, std::string data);

  // Fires what is due and lets the processes of the context come to rest.
  void settle();

  ManualClock& clock();
  EventStore& store();

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace daybook::testing
