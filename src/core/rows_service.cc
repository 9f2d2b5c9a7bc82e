#include "src/core/rows_service.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

#include "daybook/row_filter.h"
#include "src/core/api_query.h"
#include "src/core/api_reply.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

// Without ?after= a list waits no longer than this for what was durable when it was asked for.
constexpr auto patience = 1s;

bool is_paging(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"limit", "cursor", "after", "wait"};
  return std::ranges::find(names, name) != names.end();
}

FieldShape parameter_of(const Column& column) {
  FieldShape shape{.name = column.name, .type = "string", .format = "", .required = false};
  if (column.type == ColumnType::integer) shape.type = "integer";
  if (column.type == ColumnType::boolean) shape.type = "boolean";
  if (column.type == ColumnType::decimal) shape.type = "number", shape.format = "decimal";
  if (column.type == ColumnType::time) shape.format = "date-time";
  shape.notes.description = "only rows that are equal in it";
  return shape;
}

FieldShape parameter_of(const ListFlag& flag) {
  return {.name = flag.parameter,
          .type = "boolean",
          .format = "",
          .required = false,
          .notes = {.description = "only rows whose " + flag.column + " is " + flag.value +
                                   ", or only the others"}};
}

FieldShape search_parameter(const ListOptions& options) {
  std::string columns;
  for (const std::string& column : options.search_in) {
    columns.append(columns.empty() ? "" : ", ").append(column);
  }
  return {.name = "q",
          .type = "string",
          .format = "",
          .required = false,
          .notes = {.description = "only rows that hold this text in one of: " + columns,
                    .example = "\"ada\""}};
}

}  // namespace

std::vector<FieldShape> RowsService::parameters(const ListOptions& options) const {
  auto all = page_parameters();
  std::ranges::move(after_parameters(), std::back_inserter(all));
  if (!options.search_in.empty()) all.push_back(search_parameter(options));
  for (const ListFlag& flag : options.flags) all.push_back(parameter_of(flag));
  for (const Column& column : shape_.columns) {
    if (!column.hidden && column.type != ColumnType::json) all.push_back(parameter_of(column));
  }
  return all;
}

std::expected<RowFilter, Error> RowsService::filter_of(const ListOptions& options,
                                                       std::string_view name,
                                                       const std::string& value) const {
  const auto flag = std::ranges::find(options.flags, name, &ListFlag::parameter);
  if (flag == options.flags.end()) return equal_in(shape_, name, value);
  if (value != "true" && value != "false") {
    return std::unexpected(
        invalid("", "invalid-" + flag->parameter, flag->parameter + " must be true or false"));
  }
  auto filter = equal_in(shape_, flag->column, flag->value);
  if (filter && value == "false") filter->comparison = RowFilter::Comparison::not_equal;
  return filter;
}

std::expected<RowQuery, Error> RowsService::query_of(const ListOptions& options,
                                                     const Call& call) const {
  RowQuery query{.table = shape_.name};
  const auto limit = limit_query(call);
  if (!limit) return std::unexpected(limit.error());
  query.limit = *limit;
  if (const auto cursor = call.find("cursor")) {
    if (cursor->empty()) {
      return std::unexpected(
          invalid("", "invalid-cursor", "cursor must be the nextCursor of an earlier answer"));
    }
    query.cursor = *cursor;
  }
  for (const auto& [column, value] : options.where) {
    query.where.push_back({.column = column, .value = Cell(value)});
  }
  for (const auto& [name, value] : call.query) {
    if (is_paging(name)) continue;
    if (name == "q" && !options.search_in.empty()) {
      query.search = value;
      query.search_in = options.search_in;
      continue;
    }
    auto filter = filter_of(options, name, value);
    if (!filter) return std::unexpected(std::move(filter.error()));
    query.where.push_back(std::move(*filter));
  }
  return query;
}

void RowsService::run_list(const List& list, const Call& call, Answer answer) {
  auto query = query_of(list.options, call);
  if (!query) return answer(std::unexpected(query.error()));
  answer_later(call, std::move(answer),
               [this, &list, query = std::move(*query)] { return page(list, query); });
}

void RowsService::run_row(const std::string& wrap, const Call& call, Answer answer) {
  answer_later(call, std::move(answer), [this, wrap, key = call.id] { return row(wrap, key); });
}

std::expected<Reply, Error> RowsService::page(const List& list, const RowQuery& query) {
  auto page = parts_.rows->query(query);
  if (!page) return std::unexpected(std::move(page.error()));
  std::string rows;
  JsonWriter writer(rows);
  writer.begin_array();
  for (const Row& row : page->rows) write_row(*page->shape, row, writer);
  writer.end_array();
  Reply reply;
  if (list.options.bare) {
    reply = {.body = std::move(rows), .next_cursor = std::move(page->next_cursor)};
  } else {
    reply = list_reply(list.plural, rows, std::move(page->next_cursor));
  }
  reply.position = page->position;
  return reply;
}

std::expected<Reply, Error> RowsService::row(const std::string& wrap, const std::string& key) {
  const std::string& name = shape_.columns[shape_.key].name;
  auto page = parts_.rows->query(
      {.table = shape_.name, .where = {{.column = name, .value = Cell(key)}}, .limit = 1});
  if (!page) return std::unexpected(std::move(page.error()));
  if (page->rows.empty()) return std::unexpected(unknown(name));
  Reply reply{.position = page->position};
  JsonWriter writer(reply.body);
  if (!wrap.empty()) writer.begin_object().key(wrap);
  write_row(*page->shape, page->rows.front(), writer);
  if (!wrap.empty()) writer.end_object();
  return reply;
}

// With ?after= the answer rests on that position or is a fault; without, it rests on what was
// durable when the request came, if the projection is there soon, and else on what it has.
void RowsService::answer_later(const Call& call, Answer answer, Work work) {
  if (parts_.rows == nullptr) {
    return answer(std::unexpected(fault("no-read-store", "There is no read store here")));
  }
  const auto after = after_query(call);
  if (!after) return answer(std::unexpected(after.error()));
  const bool must = after->after.value > 0;
  const Position wanted = must ? after->after : parts_.events.head();
  const Deadline deadline = must ? after->deadline : within(patience);
  parts_.projections->when_reached(
      shape_.name, wanted, deadline,
      [this, must, answer = std::move(answer), work = std::move(work),
       hold = outstanding_.hold()](std::expected<void, Error> reached) mutable {
        const bool is_behind = !reached && reached.error().code == "projection-behind";
        if (!reached && (must || !is_behind)) {
          return answer(std::unexpected(std::move(reached.error())));
        }
        answer_on_executor(std::move(answer), std::move(work));
      });
}

void RowsService::answer_on_executor(Answer answer, Work work) {
  // Shared by the work and by this function, which answers when the work is refused.
  auto answered = std::make_shared<Answer>(std::move(answer));
  const bool taken =
      parts_.executor([answered, work = std::move(work), hold = outstanding_.hold()]() mutable {
        (*answered)(work());
      });
  if (!taken) (*answered)(std::unexpected(fault("overloaded", "Too much work is waiting")));
}

}  // namespace daybook
