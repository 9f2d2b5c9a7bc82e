#include <algorithm>
#include <map>

#include "tests/contract/history.h"

namespace daybook::testing {
namespace {

using End = HistoryAppend::End;

class Check {
 public:
  explicit Check(const History& history) : history_(history) {}

  std::vector<std::string> run() {
    check_log();
    for (const HistoryAppend& append : history_.appends) check_append(append);
    check_real_time();
    for (std::size_t i = 0; i < history_.readers.size(); ++i) check_reader(i);
    return std::move(found_);
  }

 private:
  struct Place {
    const HistoryEvent* event;
    const HistoryAppend* append = nullptr;
  };

  void report(std::string what) { found_.push_back(std::move(what)); }
  static std::string named(const HistoryEvent& event) {
    return "event " + std::to_string(event.position.value) + " (" + event.data + ")";
  }

  // Positions ascend, versions of each stream are dense, and nothing is there twice.
  void check_log() {
    std::map<std::string, std::uint64_t> versions;
    Position last;
    for (const HistoryEvent& event : history_.log) {
      if (event.position <= last) report(named(event) + " is out of order in the log");
      last = event.position;
      const std::uint64_t expected = ++versions[event.stream];
      if (event.version.value != expected) {
        report(named(event) + " has version " + std::to_string(event.version.value) + " of " +
               event.stream + " instead of " + std::to_string(expected));
      }
      if (!places_.emplace(event.data, Place{&event}).second) {
        report(named(event) + " is in the log twice");
      }
    }
  }

  void check_append(const HistoryAppend& append) {
    std::vector<Place*> there;
    for (const std::string& data : append.data) {
      const auto found = places_.find(data);
      if (found == places_.end()) continue;
      found->second.append = &append;
      there.push_back(&found->second);
    }
    const std::string name = "the append of " + append.data.front();
    if (append.how == End::refused && !there.empty()) report(name + " was refused and is there");
    if (there.empty()) {
      if (append.how == End::answered) report(name + " was acknowledged and is lost");
      return;
    }
    if (there.size() < append.data.size()) return report(name + " is there in part");
    for (std::size_t i = 0; i < there.size(); ++i) {
      const HistoryEvent& event = *there[i]->event;
      if (event.stream != append.stream) report(named(event) + " is in another stream");
      if (event.version.value != there[0]->event->version.value + i) {
        report(name + " is interleaved with another one");
      }
    }
    const HistoryEvent& last = *there.back()->event;
    if (append.how == End::answered &&
        (append.version != last.version || append.position != last.position)) {
      report(name + " was answered with another place than it has");
    }
    if (!append.expected.accepts({there[0]->event->version.value - 1})) {
      report(name + " happened against its expected version");
    }
  }

  // In the order of the log, nothing may have ended before something ahead of it began.
  void check_real_time() {
    Moment latest_begin = Moment::min();
    const HistoryEvent* begun = nullptr;
    for (const HistoryEvent& event : history_.log) {
      const HistoryAppend* const append = places_.at(event.data).append;
      if (append == nullptr) {
        report(named(event) + " is there and nobody appended it");
        continue;
      }
      if (append->how == End::answered && append->end < latest_begin) {
        report(named(event) + " was answered before " + named(*begun) +
               " was submitted, and comes after it");
      }
      if (append->begin > latest_begin) {
        latest_begin = append->begin;
        begun = &event;
      }
    }
  }

  void check_reader(std::size_t reader) {
    const std::string name = "reader " + std::to_string(reader);
    std::size_t next = 0;  // in the log
    for (const HistoryPage& page : history_.readers[reader]) {
      for (const HistoryEvent& event : page.events) {
        if (next == history_.log.size()) return report(name + " saw more than there is");
        const HistoryEvent& expected = history_.log[next++];
        if (event == expected) {
          check_not_early(name, page, event);
          continue;
        }
        if (event.position == expected.position) {
          return report(name + " saw " + named(event) + " with other content");
        }
        return report(name + (event.position > expected.position
                                  ? " skipped " + named(expected)
                                  : " saw " + named(event) + " again or out of order"));
      }
    }
    if (history_.readers_finished && next < history_.log.size()) {
      report(name + " was told too early that " + named(history_.log[next]) + " is not there");
    }
  }

  void check_not_early(const std::string& name, const HistoryPage& page,
                       const HistoryEvent& event) {
    const HistoryAppend* const append = places_.at(event.data).append;
    if (append != nullptr && append->begin > page.end) {
      report(name + " saw " + named(event) + " before it was submitted");
    }
  }

  const History& history_;
  std::map<std::string, Place> places_;  // by data
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> violations(const History& history) { return Check(history).run(); }

}  // namespace daybook::testing
