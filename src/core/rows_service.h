// What stands behind the operations that read a table: lists with filters, and single rows.
//
// Safe from many threads.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "daybook/aggregate_api.h"
#include "daybook/operation.h"
#include "daybook/projections.h"
#include "daybook/read_store.h"
#include "src/core/outstanding.h"

namespace daybook {

class RowsService {
 public:
  struct Parts {
    EventStore& events;
    ReadStore* rows;           // or null
    Projections* projections;  // null when rows is
    const std::function<bool(std::move_only_function<void()>)>& executor;
  };

  RowsService(Parts parts, TableShape shape) : parts_(parts), shape_(std::move(shape)) {}
  ~RowsService() { outstanding_.wait(); }

  const TableShape& shape() const { return shape_; }

  struct List {
    std::string plural;
    ListOptions options;
  };

  // What a list of these rows takes.
  std::vector<FieldShape> parameters(const ListOptions& options) const;

  // ?limit=, ?cursor=, ?after=, ?wait=, what the options say, and any column that is shown, for
  // rows that are equal in it.
  void run_list(const List& list, const Call& call, Answer answer);

  // The row whose key is the call's id, inside the member `wrap` unless that is empty.
  void run_row(const std::string& wrap, const Call& call, Answer answer);

 private:
  using Work = std::move_only_function<std::expected<Reply, Error>()>;

  std::expected<RowQuery, Error> query_of(const ListOptions& options, const Call& call) const;
  std::expected<RowFilter, Error> filter_of(const ListOptions& options, std::string_view name,
                                            const std::string& value) const;
  std::expected<Reply, Error> page(const List& list, const RowQuery& query);
  std::expected<Reply, Error> row(const std::string& wrap, const std::string& key);
  void answer_later(const Call& call, Answer answer, Work work);
  void answer_on_executor(Answer answer, Work work);

  const Parts parts_;
  const TableShape shape_;
  Outstanding outstanding_;
};

}  // namespace daybook
