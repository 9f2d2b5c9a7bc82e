// What the invoices context hands to the application.
#include "daybook/context.h"

#include "contexts/invoices/invoice_view.h"
#include "contexts/invoices/refusals.h"
#include "daybook/api.h"

namespace invoices {

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options);

namespace {

using daybook::field;

// The names the log holds. They never change; a new meaning gets a new name and an upcaster.
daybook::Schema events() {
  return {
      daybook::event("InvoiceCreated", field("id", &InvoiceCreated::id),
                     field("customerId", &InvoiceCreated::customer_id),
                     field("amount", &InvoiceCreated::amount)),
      daybook::event("InvoicePaid", field("id", &InvoicePaid::id)),
  };
}

daybook::Schema commands() {
  return {
      daybook::command("CreateInvoice", field("id", &CreateInvoice::id),
                       field("customerId", &CreateInvoice::customer_id),
                       field("amount", &CreateInvoice::amount)
                           .with({.description = "In cents", .example = "12500", .minimum = 1}))
          .refusing({invalid_customer, amount_not_positive, already_exists}),
      daybook::command("PayInvoice", field("id", &PayInvoice::id))
          .refusing({unknown_invoice, already_paid}),
  };
}

daybook::Schema views() {
  return {
      daybook::view("Invoice", field("id", &InvoiceView::id),
                    field("customerId", &InvoiceView::customer_id),
                    field("amount", &InvoiceView::amount), field("paid", &InvoiceView::paid)),
  };
}

void routes(daybook::Api& api) {
  auto invoice = api.aggregate<Invoice, InvoiceView>({.id = "id", .outside_api = true});
  invoice.create<CreateInvoice>("/invoices");
  invoice.post<PayInvoice>("/invoices/{id}/pay");
  invoice.patch<PayInvoice>("/invoices/{id}/pay");
  invoice.get("/invoices/{id}");
  invoice.list("/invoices", "invoices", {.bare = true});
  invoice.history("/invoices/{id}/events");
}

}  // namespace

daybook::Context context() {
  return {.name = "invoices",
          .categories = {std::string(Invoice::category)},
          .events = events(),
          .commands = commands(),
          .views = views(),
          .routes = routes,
          .demo = demo};
}

}  // namespace invoices
