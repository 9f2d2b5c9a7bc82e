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

// What both handlers share: the limits of Boost.JSON, and ours. Members that a handler does not
// hide do nothing.
class Handler {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  explicit Handler(std::size_t number_digits) : number_digits_(number_digits) {}

  Stop stop() const { return stop_; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 protected:
  bool refuse(Stop why, Code& code) {
    stop_ = why;
    code = parser::error::syntax;
    return false;
  }

  std::size_t number_digits_;
  Stop stop_ = Stop::none;
};

// Keeps nothing but the names of the objects that are open.
class Check : public Handler {
 public:
  Check(std::string_view text, std::size_t number_digits) : Handler(number_digits), text_(text) {}

  bool on_object_begin(Code&) {
    names_.open();
    return true;
  }
  bool on_object_end(std::size_t, Code& code) {
    return names_.close() || refuse(Stop::name_twice, code);
  }

  bool on_key_part(Text part, std::size_t, Code&) {
    partial_.append(part);
    return true;
  }
  bool on_key(Text last, std::size_t size, Code& code) {
    return names_.add(kept(last, size)) || refuse(Stop::name_twice, code);
  }

  bool on_number_part(Text part, Code& code) {
    number_bytes_ += part.size();
    return number_bytes_ <= number_digits_ || refuse(Stop::number_too_long, code);
  }
  bool on_int64(std::int64_t, Text last, Code& code) { return end_number(last, code); }
  bool on_uint64(std::uint64_t, Text last, Code& code) { return end_number(last, code); }
  bool on_double(double, Text last, Code& code) { return end_number(last, code); }

 private:
  bool end_number(Text last, Code& code) {
    if (!on_number_part(last, code)) return false;
    number_bytes_ = 0;
    return true;
  }

  // A name without escapes is where it stands in the text; any other is copied.
  std::string_view kept(Text last, std::size_t size) {
    const bool in_text = std::less_equal<>()(text_.data(), last.data()) &&
                         std::less<>()(last.data(), text_.data() + text_.size());
    if (last.size() == size && (in_text || size == 0)) return {last.data(), size};
    partial_.append(last);
    auto* copy = static_cast<char*>(copies_.allocate(partial_.size(), 1));
    std::ranges::copy(partial_, copy);
    const std::string_view name(copy, partial_.size());
    partial_.clear();
    return name;
  }

  std::string_view text_;
  JsonNames names_;
  std::string partial_;
  std::pmr::monotonic_buffer_resource copies_;
  std::size_t number_bytes_ = 0;
};

// Builds the value. `open_` are the containers around the place of the next value; a container
// does not move while one of its items is open.
class Build : public Handler {
 public:
  Build(Json& root, std::size_t number_digits) : Handler(number_digits), root_(root) {}

  bool on_object_begin(Code&) { return open(Json::Kind::object); }
  bool on_object_end(std::size_t, Code& code) {
    return names_unique(open_.back()->members) ? close() : refuse(Stop::name_twice, code);
  }
  bool on_array_begin(Code&) { return open(Json::Kind::array); }
  bool on_array_end(std::size_t, Code&) { return close(); }

  bool on_key_part(Text part, std::size_t, Code&) { return on_string_part(part, 0, ignored_); }
  bool on_key(Text last, std::size_t, Code&) {
    open_.back()->members.push_back({take(last), {}});
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) {
    partial_.append(part);
    return true;
  }
  bool on_string(Text last, std::size_t, Code&) {
    add(Json::Kind::string).text = take(last);
    return true;
  }

  bool on_number_part(Text part, Code& code) {
    partial_.append(part);
    return partial_.size() <= number_digits_ || refuse(Stop::number_too_long, code);
  }
  bool on_int64(std::int64_t, Text last, Code& code) { return end_number(last, code); }
  bool on_uint64(std::uint64_t, Text last, Code& code) { return end_number(last, code); }
  bool on_double(double, Text last, Code& code) { return end_number(last, code); }

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
    Json* place = &root_;
    if (!open_.empty()) {
      Json& outer = *open_.back();
      place =
          outer.is(Json::Kind::array) ? &outer.items.emplace_back() : &outer.members.back().value;
    }
    place->kind = kind;
    return *place;
  }

  bool open(Json::Kind kind) {
    open_.push_back(&add(kind));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::string take(Text last) {
    if (partial_.empty()) return std::string(last);
    partial_.append(last);
    return std::exchange(partial_, {});
  }

  bool end_number(Text last, Code& code) {
    if (partial_.size() + last.size() > number_digits_) {
      return refuse(Stop::number_too_long, code);
    }
    add(Json::Kind::number).text = take(last);
    return true;
  }

  bool names_unique(const std::vector<JsonMember>& members) {
    names_.open();
    bool unique = true;
    for (const JsonMember& member : members) unique = unique && names_.add(member.name);
    return names_.close() && unique;
  }

  Json& root_;
  std::vector<Json*> open_;
  JsonNames names_;
  std::string partial_;
  Code ignored_;
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

template <class Handler, class... Args>
std::expected<void, Error> read(std::string_view text, const JsonLimits& limits, Args&&... args) {
  parser::parse_options options;
  options.max_depth = limits.depth;
  parser::basic_parser<Handler> reader(options, std::forward<Args>(args)..., limits.number_digits);
  Code code;
  const std::size_t used = reader.write_some(false, text.data(), text.size(), code);
  if (code) return std::unexpected(explain(code, reader.handler().stop(), used, limits));
  if (used < text.size()) {
    return std::unexpected(error_at(used, "malformed-json", "Something follows the JSON"));
  }
  return {};
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &JsonMember::name);
  return found == members.end() ? nullptr : &found->value;
}

std::expected<Json, Error> parse_json(std::string_view text, const JsonLimits& limits) {
  Json json;
  if (auto done = read<Build>(text, limits, json); !done) return std::unexpected(done.error());
  return json;
}

std::expected<void, Error> check_json(std::string_view text, const JsonLimits& limits) {
  return read<Check>(text, limits, text);
}

}  // namespace daybook
