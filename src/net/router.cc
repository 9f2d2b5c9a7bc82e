#include "src/net/router.h"

#include <array>
#include <functional>
#include <optional>
#include <stdexcept>
#include <unordered_map>

#include "src/net/percent.h"

namespace daybook::net {

namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

constexpr std::size_t method_count = 7;  // `other` is never routed.

// Takes the first segment off "/a/b", and leaves "/b".
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

enum class SegmentKind { literal, param, rest };

struct Segment {
  SegmentKind kind;
  std::string_view name;
};

Segment classify(std::string_view text) {
  if (!text.starts_with('{') || !text.ends_with('}')) return {SegmentKind::literal, text};
  text = text.substr(1, text.size() - 2);
  if (!text.ends_with("...")) return {SegmentKind::param, text};
  return {SegmentKind::rest, text.substr(0, text.size() - 3)};
}

}  // namespace

struct Router::Node {
  using Routes = std::array<std::unique_ptr<Route>, method_count>;

  std::unordered_map<std::string, std::unique_ptr<Node>, TextHash, std::equal_to<>> literals;
  std::unique_ptr<Node> param;
  std::unique_ptr<Node> rest;
  Routes routes;
  bool has_routes = false;

  Node& child(const Segment& segment) {
    if (segment.kind == SegmentKind::literal) {
      auto& node = literals[std::string(segment.name)];
      if (!node) node = std::make_unique<Node>();
      return *node;
    }
    auto& node = segment.kind == SegmentKind::param ? param : rest;
    if (!node) node = std::make_unique<Node>();
    return *node;
  }

  const Node* literal(std::string_view encoded) const {
    if (literals.empty()) return nullptr;
    std::string arena;
    const auto segment = percent_decode(encoded, arena);
    if (!segment) return nullptr;
    const auto found = literals.find(*segment);
    return found == literals.end() ? nullptr : found->second.get();
  }

  const Route* route(Method method) const {
    if (method == Method::other) return nullptr;
    const Route* found = routes[static_cast<std::size_t>(method)].get();
    if (found || method != Method::head) return found;
    return routes[static_cast<std::size_t>(Method::get)].get();
  }

  // True once this node, or one below, answers `method`. Otherwise `allowed` has gathered the
  // methods that the path does answer, so that the search doubles as the question for Allow.
  bool find(Method method, std::string_view path, Match& match, unsigned& allowed) const {
    if (path.empty()) return answer(method, match, allowed);
    const std::string_view whole = path;
    const std::string_view segment = take_segment(path);
    if (const Node* next = literal(segment); next && next->find(method, path, match, allowed)) {
      return true;
    }
    if (param && !segment.empty()) {
      match.params.push_back(segment);
      if (param->find(method, path, match, allowed)) return true;
      match.params.pop_back();
    }
    if (!rest) return false;
    match.params.push_back(whole.substr(1));
    if (rest->answer(method, match, allowed)) return true;
    match.params.pop_back();
    return false;
  }

  bool answer(Method method, Match& match, unsigned& allowed) const {
    if (!has_routes) return false;
    match.route = route(method);
    for (std::size_t i = 0; i < method_count; ++i) {
      if (routes[i]) allowed |= 1u << i;
    }
    return match.route != nullptr;
  }
};

namespace {

void write_allow(unsigned allowed, std::string& allow) {
  const auto bit = [](Method method) { return 1u << static_cast<unsigned>(method); };
  if (allowed & bit(Method::get)) allowed |= bit(Method::head);
  allowed |= bit(Method::options);
  for (std::size_t i = 0; i < method_count; ++i) {
    if (!(allowed & (1u << i))) continue;
    if (!allow.empty()) allow += ", ";
    allow += name(static_cast<Method>(i));
  }
}

[[noreturn]] void refuse(std::string_view pattern, std::string_view why) {
  throw std::invalid_argument("route " + std::string(pattern) + ": " + std::string(why));
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::add(Method method, std::string_view pattern, Handler handler) {
  add_route(method, pattern, {std::string(pattern), {}, std::move(handler)});
}

void Router::add_stream(std::string_view pattern, StreamHandler handler) {
  add_route(Method::get, pattern, {std::string(pattern), {}, std::move(handler)});
}

void Router::add_websocket(std::string_view pattern, WebSocketHandler handler) {
  add_route(Method::get, pattern, {std::string(pattern), {}, std::move(handler)});
}

void Router::add_route(Method method, std::string_view pattern, Route route) {
  if (!pattern.starts_with('/')) refuse(pattern, "does not begin with a slash");
  if (method == Method::other) refuse(pattern, "has a method without a name");
  Node* node = root_.get();
  for (std::string_view left = pattern; !left.empty();) {
    const Segment segment = classify(take_segment(left));
    if (segment.kind == SegmentKind::rest && !left.empty()) refuse(pattern, "goes on after rest");
    if (segment.kind != SegmentKind::literal) {
      if (segment.name.empty()) refuse(pattern, "has a parameter without a name");
      route.param_names.emplace_back(segment.name);
    }
    node = &node->child(segment);
  }
  auto& place = node->routes[static_cast<std::size_t>(method)];
  if (place) refuse(pattern, "is taken by " + place->pattern);
  place = std::make_unique<Route>(std::move(route));
  node->has_routes = true;
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  this->match(method, path, match);
  return match;
}

void Router::match(Method method, std::string_view path, Match& match) const {
  match.route = nullptr;
  match.params.clear();
  match.allow.clear();
  if (!path.starts_with('/')) return;
  unsigned allowed = 0;
  if (root_->find(method, path, match, allowed)) return;
  match.route = nullptr;
  if (allowed) write_allow(allowed, match.allow);
}

}  // namespace daybook::net
