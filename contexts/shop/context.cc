// What the shop hands to the application: no events and no commands, but a page for each user.
#include "daybook/context.h"

#include "contexts/shop/heard.h"
#include "contexts/shop/shop_pages.h"
#include "contexts/shop/shop_row.h"
#include "daybook/api.h"

namespace shop {
namespace {

void routes(daybook::Api& api) {
  api.rows("/shop", ShopPages::name, "shop");
  api.row("/shop/{id}", ShopPages::name);
}

}  // namespace

daybook::Context context() {
  return {.name = "shop",
          .reads = heard(),
          .tables = tables(),
          .projections = {daybook::projection<ShopPages>()},
          .routes = routes};
}

}  // namespace shop
