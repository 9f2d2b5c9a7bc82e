// A query of rows as SQL. A page goes on behind the place where the one before ended, however many
// rows came or went meanwhile: no rows are counted over.
#pragma once

#include <cstdint>
#include <expected>

#include "daybook/read_store.h"
#include "src/readstore/sqlite/bookkeeping.h"
#include "src/readstore/sqlite/connection.h"

namespace daybook::sqlite {

// Of live rows, within a transaction.
std::expected<RowPage, Error> query_rows(Connection& connection, const ProjectionRecord::Rows& rows,
                                         const RowQuery& query);

}  // namespace daybook::sqlite
