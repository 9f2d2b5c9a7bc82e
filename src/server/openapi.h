// The OpenAPI 3.1 document: every request, answer and problem, made from the contexts' schemas and
// operations. The same contexts always give the same bytes.
//
//   GET /api-json · /api/openapi.json · daybook openapi
#pragma once

#include <span>
#include <string>
#include <vector>

#include "daybook/context.h"
#include "daybook/operation.h"
#include "src/server/assets.h"

namespace daybook::server {

std::string openapi_document(std::span<const Context> contexts,
                             std::span<const Operation> operations);

// The document as a server serves it; must outlive the routes to its assets.
class ServedDocument {
 public:
  explicit ServedDocument(std::string text);
  ServedDocument(const ServedDocument&) = delete;
  ServedDocument& operator=(const ServedDocument&) = delete;

  std::span<const Asset> assets() const { return assets_; }

 private:
  std::string text_;
  std::string hash_;
  std::vector<Asset> assets_;
};

}  // namespace daybook::server
