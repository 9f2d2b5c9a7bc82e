// What a new bounded context is called in the places where its name occurs.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace daybook::cli {

// Of "purchase_orders":
struct ContextNames {
  std::string context;    // purchase_orders: folder and namespace
  std::string aggregate;  // purchase_order: files, variables, the category of its streams
  std::string type;       // PurchaseOrder
  std::string words;      // purchase order
  std::string member;     // purchaseOrder: in JSON
  std::string list;       // purchaseOrders
  std::string path;       // /purchase-orders
};

// Or, in a sentence, why this cannot be one: it must be lower_snake_case, mean nothing else in C++
// and say something.
std::expected<ContextNames, std::string> context_names(std::string_view name);

}  // namespace daybook::cli
