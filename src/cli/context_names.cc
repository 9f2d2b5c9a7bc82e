#include "src/cli/context_names.h"

#include <algorithm>

namespace daybook::cli {
namespace {

constexpr std::size_t name_characters_max = 40;

// Keywords of C++, and macros that the system's headers make.
constexpr std::string_view keywords[] = {"alignas",     "alignof",      "and",
                                         "and_eq",      "asm",          "assert",
                                         "auto",        "bitand",       "bitor",
                                         "bool",        "break",        "case",
                                         "catch",       "char",         "char16_t",
                                         "char32_t",    "char8_t",      "class",
                                         "co_await",    "co_return",    "co_yield",
                                         "compl",       "concept",      "const",
                                         "const_cast",  "consteval",    "constexpr",
                                         "constinit",   "continue",     "decltype",
                                         "default",     "delete",       "do",
                                         "double",      "dynamic_cast", "else",
                                         "enum",        "errno",        "explicit",
                                         "export",      "extern",       "false",
                                         "float",       "for",          "friend",
                                         "goto",        "if",           "inline",
                                         "int",         "linux",        "long",
                                         "major",       "makedev",      "minor",
                                         "mutable",     "namespace",    "new",
                                         "noexcept",    "not",          "not_eq",
                                         "nullptr",     "operator",     "or",
                                         "or_eq",       "private",      "protected",
                                         "public",      "register",     "requires",
                                         "return",      "short",        "signed",
                                         "sizeof",      "static",       "static_assert",
                                         "static_cast", "stderr",       "stdin",
                                         "stdout",      "struct",       "switch",
                                         "template",    "this",         "thread_local",
                                         "throw",       "true",         "try",
                                         "typedef",     "typeid",       "typename",
                                         "union",       "unix",         "unsigned",
                                         "using",       "virtual",      "void",
                                         "volatile",    "wchar_t",      "while",
                                         "xor",         "xor_eq",       "reinterpret_cast"};

// Functions and types that the system's headers put where a context's namespace would be.
constexpr std::string_view system_names[] = {
    "abort",    "abs",     "accept",   "access",   "acct",     "alarm",    "atoi",        "bind",
    "boost",    "brk",     "ceil",     "chdir",    "chmod",    "chown",    "clock",       "clone",
    "close",    "confstr", "connect",  "cos",      "creat",    "crypt",    "ctime",       "daemon",
    "daybook",  "div",     "drand48",  "dup",      "ecvt",     "encrypt",  "environ",     "erf",
    "exit",     "exp",     "ffs",      "floor",    "fmt",      "fork",     "free",        "gamma",
    "getenv",   "getline", "getopt",   "gets",     "group",    "hypot",    "index",       "ioctl",
    "isatty",   "kill",    "labs",     "lchown",   "ldiv",     "link",     "listen",      "lockf",
    "log",      "lseek",   "malloc",   "memory",   "mktemp",   "mktime",   "nice",        "open",
    "pause",    "pipe",    "poll",     "pow",      "printf",   "profil",   "puts",        "qsort",
    "raise",    "rand",    "random",   "read",     "readlink", "recv",     "remainder",   "remove",
    "rename",   "revoke",  "rewind",   "rindex",   "rint",     "round",    "sbrk",        "scanf",
    "select",   "send",    "setjmp",   "shutdown", "sigevent", "signal",   "significand", "sin",
    "sleep",    "socket",  "sqrt",     "stat",     "std",      "stime",    "strings",     "swab",
    "symlink",  "sync",    "syscall",  "system",   "tan",      "testing",  "time",        "timer",
    "timespec", "timeval", "timezone", "tm",       "trunc",    "truncate", "ttyname",     "tzname",
    "tzset",    "unlink",  "usleep",   "vfork",    "wait",     "write"};

// What the new files use for something else.
constexpr std::string_view own_names[] = {
    "aggregate", "api",           "archived",    "command", "context",      "decide", "decision",
    "event",     "evolve",        "is_archived", "route",   "state",        "status", "unknown",
    "view",      "already_exist", "blame",       "refusal", "invalid_name", "is_name"};

// tools/check_style.py refuses them.
constexpr std::string_view empty_words[] = {"common", "misc",    "util",  "utils",
                                            "helper", "helpers", "stuff", "foo"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_snake_case(std::string_view name) {
  const auto may_stand = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' && name.back() != '_' &&
         name.find("__") == name.npos && std::ranges::all_of(name, may_stand);
}

// English as far as names need it; whoever wants another word renames the aggregate.
std::string singular_of(std::string_view name) {
  const auto without = [&](std::size_t count) {
    return std::string(name.substr(0, name.size() - count));
  };
  if (name.size() > 5 && name.ends_with("ies")) return without(3) + "y";
  for (const std::string_view ending : {"sses", "shes", "ches", "xes", "zzes"}) {
    if (name.ends_with(ending)) return without(2);
  }
  for (const std::string_view ending : {"ss", "us", "is", "news", "series"}) {
    if (name.ends_with(ending)) return std::string(name);
  }
  return name.size() > 2 && name.ends_with('s') ? without(1) : std::string(name);
}

std::string with(char between, std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', between);
  return text;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string camel_case(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '_') text += i > 0 && name[i - 1] == '_' ? upper(name[i]) : name[i];
  }
  return text;
}

std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

}  // namespace

std::expected<ContextNames, std::string> context_names(std::string_view name) {
  if (!is_snake_case(name)) {
    return std::unexpected(quoted(name) + " must be lower_snake_case, as in purchase_orders");
  }
  if (name.size() > name_characters_max) {
    return std::unexpected(quoted(name) + " has more than 40 characters");
  }
  const std::string aggregate = singular_of(name);
  for (const std::string_view word : {name, std::string_view(aggregate)}) {
    if (is_one_of(word, keywords))
      return std::unexpected(quoted(word) + " is a word of C++ itself");
    if (is_one_of(word, own_names) || word.ends_with("_test")) {
      return std::unexpected(quoted(word) + " means something else in the files of a context");
    }
    if (is_one_of(word.substr(word.rfind('_') + 1), empty_words)) {
      return std::unexpected(quoted(word) + " says nothing: name the idea");
    }
  }
  if (is_one_of(name, system_names)) {
    return std::unexpected(quoted(name) + " is taken by the system's headers");
  }
  ContextNames names{.context = std::string(name), .aggregate = aggregate};
  names.member = camel_case(aggregate);
  names.type = names.member;
  names.type.front() = upper(names.type.front());
  names.words = with(' ', aggregate);
  names.list = camel_case(name);
  names.path = '/' + with('-', name);
  return names;
}

}  // namespace daybook::cli
