// Tells the demo stories of contexts to a server, one request after the other, over one connection.
// For one thread.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "daybook/demo.h"
#include "src/net/http_client.h"

namespace daybook::cli {

// Where a command stands that the server has acknowledged.
struct Acknowledged {
  std::string stream;  // empty: the story does not say
  std::uint64_t version = 0;
  std::uint64_t position = 0;
};

class Teller {
 public:
  // Whether there is room for one more event.
  using MayGoOn = std::function<bool()>;
  using Told = std::function<std::expected<void, std::string>(const Acknowledged&)>;

  explicit Teller(net::HttpClient& client) : client_(client) {}

  // Until its end, or until `may_go_on` says no. Errors are lines for people.
  std::expected<void, std::string> tell(const DemoStory& story, const MayGoOn& may_go_on,
                                        const Told& told);

  std::uint64_t refused() const { return refused_; }

 private:
  std::expected<net::HttpAnswer, std::string> ask(const DemoRequest& request);

  net::HttpClient& client_;
  std::string id_;  // of the story at hand
  std::uint64_t refused_ = 0;
};

// The text with each {id} replaced.
std::string with_id(std::string_view text, std::string_view id);

}  // namespace daybook::cli
