#include "contexts/invoices/invoice.h"

#include "contexts/invoices/refusals.h"
#include "daybook/testing.h"

namespace invoices {
namespace {

using daybook::testing::given;

TEST(Invoice, is_made_out_to_a_customer) {
  given<Invoice>().when(CreateInvoice{"i1", "c1", 1}).then({InvoiceCreated{"i1", "c1", 1}});
}

TEST(Invoice, is_paid_once) {
  given<Invoice>({InvoiceCreated{"i1", "c1", 100}})
      .when(PayInvoice{"i1"})
      .then({InvoicePaid{"i1"}});
  given<Invoice>({InvoiceCreated{"i1", "c1", 100}, InvoicePaid{"i1"}})
      .when(PayInvoice{"i1"})
      .then_refused(already_paid);
}

TEST(Invoice, asks_for_a_customer) {
  const std::string tabs = "\t\t";
  for (const auto& customer : {std::string(), std::string(" "), tabs, std::string(201, 'c')}) {
    given<Invoice>().when(CreateInvoice{"i1", customer, 100}).then_refused("invalid-customer");
  }
  given<Invoice>()
      .when(CreateInvoice{"i1", std::string(200, 'c'), 100})
      .then({InvoiceCreated{"i1", std::string(200, 'c'), 100}});
}

TEST(Invoice, asks_for_an_amount_above_zero) {
  for (const Cents amount : {Cents{0}, Cents{-1}, INT64_MIN}) {
    given<Invoice>().when(CreateInvoice{"i1", "c1", amount}).then_refused("amount-not-positive");
  }
}

TEST(Invoice, is_not_made_out_twice) {
  given<Invoice>({InvoiceCreated{"i1", "c1", 100}})
      .when(CreateInvoice{"i1", "c2", 5})
      .then_refused(already_exists);
}

TEST(Invoice, cannot_be_paid_before_it_is_there) {
  given<Invoice>().when(PayInvoice{"i1"}).then_refused(unknown_invoice);
}

}  // namespace
}  // namespace invoices
