// Boost.JSON reads the grammar; the two handlers here keep the values, or keep nothing.
#include "daybook/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <memory_resource>

#include "src/core/json_names.h"

namespace daybook {
namespace {

namespace parser = boost::json;
using Code = parser::error_code;
using Text = parser::string_view;

// Why a handler stopped the parser.
enum class Stop : std::uint8_t { none, number_too_long, name_twice };

// Holds a document to our limits and finds names that occur twice; keeps nothing.
class Check {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Check(std::string_view text, std::size_t number_digits)
      : text_(text), number_digits_(number_digits) {}

  Stop stop() const { return stop_; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) {
    names_.open();
    return true;
  }
  bool on_object_end(std::size_t, Code& code) {
    return names_.close() || refuse(Stop::name_twice, code);
  }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(Text part, std::size_t, Code&) {
    partial_.append(part);
    return true;
  }
  bool on_key(Text last, std::size_t size, Code& code) {
    return names_.add(name_of(last, size)) || refuse(Stop::name_twice, code);
  }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text part, Code& code) {
    number_bytes_ += part.size();
    return number_bytes_ <= number_digits_ || refuse(Stop::number_too_long, code);
  }
  bool on_int64(std::int64_t, Text last, Code& code) { return end_number(last, code); }
  bool on_uint64(std::uint64_t, Text last, Code& code) { return end_number(last, code); }
  bool on_double(double, Text last, Code& code) { return end_number(last, code); }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 protected:
  bool end_number(Text last, Code& code) {
    if (!on_number_part(last, code)) return false;
    number_bytes_ = 0;
    return true;
  }

  // The whole of a name, until its object is closed. One without escapes stands in the text; any
  // other is copied.
  std::string_view name_of(Text last, std::size_t size) {
    const bool in_text = std::less_equal<>()(text_.data(), last.data()) &&
                         std::less<>()(last.data(), text_.data() + text_.size());
    if (last.size() == size && in_text) return last;
    partial_.append(last);
    auto* copy = static_cast<char*>(memory_.allocate(partial_.size(), 1));
    const std::string_view name(copy, partial_.copy(copy, partial_.size()));
    partial_.clear();
    return name;
  }

  bool refuse(Stop why, Code& code) {
    stop_ = why;
    code = parser::error::syntax;
    return false;
  }

  std::string partial_;  // of a text that arrives in several parts

 private:
  std::string_view text_;
  std::size_t number_digits_;
  std::size_t number_bytes_ = 0;
  Stop stop_ = Stop::none;
  std::array<std::byte, 1024> room_;  // enough for most documents: checking them allocates nothing
  std::pmr::monotonic_buffer_resource memory_{room_.data(), room_.size()};

 protected:
  JsonNames names_{&memory_};
};

// Checks, and builds the value. Values wait on a stack until their container is closed and its size
// known: a document of many small containers takes no more memory than it must.
class Build : public Check {
 public:
  Build(std::string_view text, std::size_t number_digits) : Check(text, number_digits) {
    stack_.reserve(16);
  }

  Json take() { return std::move(stack_.front().value); }

  bool on_object_begin(Code& code) {
    add(Json::Kind::object);
    return Check::on_object_begin(code);
  }
  bool on_object_end(std::size_t size, Code& code) {
    const auto first = stack_.end() - size;
    std::prev(first)->value.members.assign(std::move_iterator(first),
                                           std::move_iterator(stack_.end()));
    stack_.erase(first, stack_.end());
    return Check::on_object_end(size, code);
  }
  bool on_array_begin(Code&) {
    add(Json::Kind::array);
    return true;
  }
  bool on_array_end(std::size_t size, Code&) {
    const auto first = stack_.end() - size;
    auto& items = std::prev(first)->value.items;
    items.reserve(size);
    for (auto item = first; item != stack_.end(); ++item) items.push_back(std::move(item->value));
    stack_.erase(first, stack_.end());
    return true;
  }

  bool on_key(Text last, std::size_t size, Code& code) {
    const std::string_view name = name_of(last, size);
    stack_.emplace_back().name = name;
    named_ = true;
    return names_.add(name) || refuse(Stop::name_twice, code);
  }
  bool on_string_part(Text part, std::size_t, Code&) {
    partial_.append(part);
    return true;
  }
  bool on_string(Text last, std::size_t, Code&) {
    add_text(Json::Kind::string, last);
    return true;
  }

  bool on_number_part(Text part, Code& code) {
    partial_.append(part);
    return Check::on_number_part(part, code);
  }
  bool on_int64(std::int64_t, Text last, Code& code) { return on_number(last, code); }
  bool on_uint64(std::uint64_t, Text last, Code& code) { return on_number(last, code); }
  bool on_double(double, Text last, Code& code) { return on_number(last, code); }

  bool on_bool(bool value, Code&) {
    add(Json::Kind::boolean).boolean = value;
    return true;
  }
  bool on_null(Code&) {
    add(Json::Kind::null);
    return true;
  }

 private:
  Json& add(Json::Kind kind) {
    if (!std::exchange(named_, false)) stack_.emplace_back();
    Json& json = stack_.back().value;
    json.kind = kind;
    return json;
  }

  void add_text(Json::Kind kind, Text last) {
    Json& json = add(kind);
    if (partial_.empty()) {
      json.text = std::string_view(last);
    } else {
      json.text = std::exchange(partial_, {}).append(last);
    }
  }

  bool on_number(Text last, Code& code) {
    if (!end_number(last, code)) return false;
    add_text(Json::Kind::number, last);
    return true;
  }

  std::vector<JsonMember> stack_;  // a container, behind it what it holds so far, and so on
  bool named_ = false;             // the last one has its name and waits for its value
};

Error error_at(std::size_t offset, std::string_view code, std::string_view what) {
  return invalid("", code, std::string(what) + " at byte " + std::to_string(offset));
}

Error explain(const Code& code, Stop stop, std::size_t offset, const JsonLimits& limits) {
  if (stop == Stop::name_twice) {
    return error_at(offset, "malformed-json", "A name occurs twice in the object");
  }
  if (stop == Stop::number_too_long || code == parser::error::exponent_overflow) {
    return error_at(offset, "number-too-long",
                    "A number has more than " + std::to_string(limits.number_digits) +
                        " characters, or its exponent is too large");
  }
  if (code == parser::error::too_deep) {
    return error_at(offset, "too-deep",
                    "JSON is nested deeper than " + std::to_string(limits.depth) + " levels");
  }
  if (code == parser::error::incomplete)
    return error_at(offset, "malformed-json", "JSON ends early");
  return error_at(offset, "malformed-json", "This is not JSON");
}

template <class Handler>
class Reader {
 public:
  Reader(std::string_view text, const JsonLimits& limits)
      : text_(text), limits_(limits), parser_(options(limits), text, limits.number_digits) {}

  std::expected<void, Error> read() {
    Code code;
    const std::size_t used = parser_.write_some(false, text_.data(), text_.size(), code);
    if (code) return std::unexpected(explain(code, parser_.handler().stop(), used, limits_));
    if (used == text_.size()) return {};
    return std::unexpected(error_at(used, "malformed-json", "Something follows the JSON"));
  }

  Handler& handler() { return parser_.handler(); }

 private:
  static parser::parse_options options(const JsonLimits& limits) {
    parser::parse_options options;
    options.max_depth = limits.depth;
    return options;
  }

  std::string_view text_;
  const JsonLimits& limits_;
  parser::basic_parser<Handler> parser_;
};

}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &JsonMember::name);
  return found == members.end() ? nullptr : &found->value;
}

std::expected<Json, Error> parse_json(std::string_view text, const JsonLimits& limits) {
  Reader<Build> reader(text, limits);
  if (auto done = reader.read(); !done) return std::unexpected(std::move(done.error()));
  return reader.handler().take();
}

std::expected<void, Error> check_json(std::string_view text, const JsonLimits& limits) {
  return Reader<Check>(text, limits).read();
}

}  // namespace daybook
