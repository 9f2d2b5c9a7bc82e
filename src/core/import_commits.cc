#include "src/core/import_commits.h"

#include <algorithm>

namespace daybook {

Error at_line(std::uint64_t line, Error error) {
  error.detail = "line " + std::to_string(line) + ": " + error.detail;
  return error;
}

Error line_error(std::uint64_t line, std::string detail) {
  return at_line(line, invalid("", "invalid-line", std::move(detail)));
}

std::expected<std::optional<ImportLine>, Error> ImportCommits::next_event() {
  for (;;) {
    auto there = next_line_(text_);
    if (!there) return std::unexpected(at_line(line_ + 1, there.error()));
    if (!*there) return std::nullopt;
    ++line_;
    if (text_.find_first_not_of(" \t\r") != text_.npos) break;
  }
  auto line = read_import_line(text_);
  if (!line) return std::unexpected(at_line(line_, line.error()));
  return std::move(*line);
}

std::expected<std::optional<ImportCommit>, Error> ImportCommits::next() {
  auto line = next_event();
  if (!line) return std::unexpected(line.error());
  if (!*line) return std::nullopt;
  ImportCommit commit;
  if (auto done = begin(commit, **line); !done) return std::unexpected(done.error());
  for (;;) {
    if (auto done = add(commit, std::move(**line)); !done) return std::unexpected(done.error());
    if (commit.events == commit_.events) break;
    line = next_event();
    if (!line) return std::unexpected(line.error());
    if (!*line) {
      return std::unexpected(line_error(
          commit.line, "the commit that begins here has " + std::to_string(commit_.events) +
                           " events, but the input ends after " + std::to_string(commit.events)));
    }
    if ((*line)->commit) {
      return std::unexpected(line_error(line_, "another commit begins, but the one of line " +
                                                   std::to_string(commit.line) + " has " +
                                                   std::to_string(commit_.events) + " events"));
    }
  }
  if (auto done = check_streams(commit); !done) return std::unexpected(done.error());
  return commit;
}

std::expected<void, Error> ImportCommits::begin(ImportCommit& commit, const ImportLine& line) {
  commit_ = line.commit.value_or(ImportLine::Commit{});
  stream_ = 0;
  commit.line = line_;
  commit.first = line.position;
  commit.last = {line.position.value - 1};
  commit.recorded_at = line.recorded_at;
  commit.append.commit_id = commit_.id;
  for (const auto& checked : commit_.streams) {
    commit.append.streams.push_back(
        {checked.stream, ExpectedVersion::exactly(checked.version), {}});
  }
  return {};
}

std::expected<void, Error> ImportCommits::add(ImportCommit& commit, ImportLine line) {
  if (line.recorded_at != commit.recorded_at) {
    return std::unexpected(line_error(line_, "its time differs from that of its commit"));
  }
  if (line.position <= commit.last) {
    return std::unexpected(line_error(line_, "its position does not come after the one before"));
  }
  auto stream = stream_for(commit, line);
  if (!stream) return std::unexpected(stream.error());
  commit.is_dense &= line.position.value == commit.last.value + 1;
  commit.last = line.position;
  commit.bytes += text_.size();
  ++commit.events;
  (*stream)->events.push_back(std::move(line.event));
  return {};
}

// The events of a commit stand stream by stream, so the stream is the one before or one after it.
std::expected<StreamAppend*, Error> ImportCommits::stream_for(ImportCommit& commit,
                                                              const ImportLine& line) {
  auto& streams = commit.append.streams;
  auto found = std::ranges::find(streams, line.stream.text(),
                                 [](const auto& one) { return one.stream.text(); });
  const auto index = static_cast<std::size_t>(found - streams.begin());
  if (found == streams.end() && commit_.streams.empty()) {
    streams.push_back({line.stream, {}, {}});
  } else if (found == streams.end() || index < stream_) {
    return std::unexpected(line_error(
        line_, found == streams.end() ? "the commit does not list its stream"
                                      : "the events of a stream are not together in the commit"));
  }
  stream_ = index;
  auto& stream = streams[index];
  if (stream.events.empty()) {
    stream.expected = ExpectedVersion::exactly({line.version.value - 1});
  }
  const std::uint64_t version = stream.expected.version.value + stream.events.size() + 1;
  if (line.version.value != version) {
    return std::unexpected(line_error(line_, "version " + std::to_string(version) + " of " +
                                                 line.stream.text() + " should follow, not " +
                                                 std::to_string(line.version.value)));
  }
  return &stream;
}

// What the commit lists are versions after it.
std::expected<void, Error> ImportCommits::check_streams(const ImportCommit& commit) const {
  for (std::size_t i = 0; i < commit_.streams.size(); ++i) {
    const auto& stream = commit.append.streams[i];
    const std::uint64_t version = stream.expected.version.value + stream.events.size();
    if (commit_.streams[i].version.value == version) continue;
    return std::unexpected(line_error(
        commit.line, "the commit says that it leaves " + stream.stream.text() + " at version " +
                         std::to_string(commit_.streams[i].version.value) + ", its events say " +
                         std::to_string(version)));
  }
  return {};
}

}  // namespace daybook
