#include "daybook/schema_forms.h"

#include <charconv>

namespace daybook {
namespace {

using Done = std::expected<void, Error>;

Done refused(std::string_view code, std::string detail) {
  return std::unexpected(invalid("", code, std::move(detail)));
}

Done expect_string(const Json& json) {
  if (json.is(Json::Kind::string)) return {};
  return std::unexpected(wrong_type("", "a string"));
}

template <class Integer>
Done read_integer(const Json& json, Integer& to) {
  if (!json.is(Json::Kind::number)) return std::unexpected(wrong_type("", "an integer"));
  const std::string& text = json.text;
  if (text.find_first_of(".eE") != text.npos) return std::unexpected(wrong_type("", "an integer"));
  // JSON knows a negative zero, from_chars knows none for unsigned types.
  const char* begin = text.data() + (text == "-0" ? 1 : 0);
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(begin, end, to);
  if (read.ec == std::errc() && read.ptr == end) return {};
  return refused("out-of-range", "must be between " +
                                     std::to_string(std::numeric_limits<Integer>::min()) + " and " +
                                     std::to_string(std::numeric_limits<Integer>::max()));
}

// The last step of a JSON pointer as people name it: "amount", or "item 2" (the third).
std::string subject_of(std::string_view pointer) {
  const std::string_view step = pointer.substr(pointer.rfind('/') + 1);
  std::string subject;
  if (step.find_first_not_of("0123456789") == step.npos) subject = "item ";
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] == '~' && i + 1 < step.size()) {
      subject += step[++i] == '1' ? '/' : '~';
    } else {
      subject += step[i];
    }
  }
  return subject;
}

}  // namespace

Error wrong_type(std::string pointer, std::string_view wanted) {
  return invalid(std::move(pointer), "wrong-type", "must be " + std::string(wanted));
}

Error missing(std::string_view name) {
  return invalid(pointer_to(name), "missing-field", std::string(name) + " is required");
}

Error within(std::string_view outer, Error error) {
  // "must be a number" becomes a whole sentence where it first learns of what.
  if (error.pointer.empty() && error.detail.starts_with("must ")) {
    error.detail = subject_of(outer) + " " + error.detail;
  }
  error.pointer.insert(0, outer);
  return error;
}

Done Form<std::string>::read(const Json& json, std::string& to) {
  if (auto done = expect_string(json); !done) return done;
  to = json.text;
  return {};
}

Done Form<bool>::read(const Json& json, bool& to) {
  if (!json.is(Json::Kind::boolean)) return std::unexpected(wrong_type("", "true or false"));
  to = json.boolean;
  return {};
}

Done Form<std::int64_t>::read(const Json& json, std::int64_t& to) { return read_integer(json, to); }

Done Form<Version>::read(const Json& json, Version& to) { return read_integer(json, to.value); }

Done Form<Decimal>::read(const Json& json, Decimal& to) {
  if (!json.is(Json::Kind::number) && !json.is(Json::Kind::string)) {
    return std::unexpected(wrong_type("", "a number"));
  }
  const auto decimal = Decimal::parse(json.text);
  if (!decimal) return std::unexpected(decimal.error());
  to = *decimal;
  return {};
}

// An empty string is "no currency", because that is how no currency is written.
Done Form<Currency>::read(const Json& json, Currency& to) {
  if (auto done = expect_string(json); !done) return done;
  const auto currency = json.text.empty() ? Currency() : Currency::parse(json.text);
  if (!currency) return refused("unknown-currency", "must be a currency code of ISO 4217");
  to = *currency;
  return {};
}

Done Form<Time>::read(const Json& json, Time& to) {
  if (auto done = expect_string(json); !done) return done;
  const auto time = parse_time(json.text);
  if (!time) return refused("invalid-time", "must be a time such as 2026-03-01T12:00:00Z");
  to = *time;
  return {};
}

Done Form<Uuid>::read(const Json& json, Uuid& to) {
  if (auto done = expect_string(json); !done) return done;
  const auto uuid = Uuid::parse(json.text);
  if (!uuid) return std::unexpected(wrong_type("", "a UUID"));
  to = *uuid;
  return {};
}

Done read_money(const Json& object, std::string_view amount, std::string_view currency, Money& to) {
  Decimal decimal;
  if (auto done = Form<Decimal>::read_member(object, amount, decimal); !done) return done;
  std::optional<Currency> given;
  if (auto done = Form<std::optional<Currency>>::read_member(object, currency, given); !done) {
    return done;
  }
  const auto money = Money::of(decimal, given.value_or(Currency()));
  if (!money) return std::unexpected(within(pointer_to(amount), money.error()));
  to = *money;
  return {};
}

void write_money(JsonWriter& to, std::string_view amount, std::string_view currency,
                 const Money& from) {
  to.key(amount).raw(from.text());
  if (!from.currency.is_none()) to.key(currency).string(from.currency.code());
}

}  // namespace daybook
