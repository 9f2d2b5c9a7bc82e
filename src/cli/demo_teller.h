// Believable people and what they do with their money: who opens accounts, which of them are busy,
// how much they pay in and out, in which currency. Each teller looks after accounts of its own, so
// that it knows what they hold. For one thread.
//
//   Teller teller(seed);
//   DemoRequest request = teller.next();
//   teller.acknowledged(request, account_id);   // once the server has said yes
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::cli {

struct DemoRequest {
  enum class Kind : std::uint8_t { open, deposit, withdraw, close };
  Kind kind = Kind::open;
  std::string path;
  std::string body;
  std::size_t account = 0;  // of the teller's; of open: the one it will be
  std::int64_t minor = 0;   // what it adds to the balance
};

class Teller {
 public:
  explicit Teller(std::uint64_t seed) : random_(seed) {}

  DemoRequest next();

  // What is refused: a withdrawal of more than the account holds. Nothing while there is no account
  // with money.
  std::optional<DemoRequest> overdraw();
  void acknowledged(const DemoRequest& request, std::string_view account_id);

 private:
  struct DemoCurrency {
    std::string_view code;
    int decimals;
  };
  struct Held {
    std::string id;
    const DemoCurrency* currency;
    double wealth;  // how much larger than usual its amounts are
    std::int64_t minor = 0;
    bool is_new = true;
  };

  DemoRequest open();
  DemoRequest deposit(std::size_t account);
  DemoRequest withdraw(std::size_t account, std::int64_t minor);
  DemoRequest close(std::size_t account);
  std::size_t pick_account();
  std::int64_t amount(const Held& held, double usual, double spread);
  const DemoCurrency& pick_currency();
  double chance();
  template <std::size_t N>
  std::string_view one_of(const std::string_view (&choices)[N]);

  std::mt19937_64 random_;
  std::vector<Held> held_;
};

}  // namespace daybook::cli
