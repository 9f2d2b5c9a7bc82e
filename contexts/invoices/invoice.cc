#include "contexts/invoices/invoice.h"

#include "contexts/invoices/refusals.h"
#include "daybook/form.h"
#include "daybook/text.h"

namespace invoices {
namespace {

using daybook::accept;
using daybook::within;

constexpr std::size_t customer_bytes_max = 200;

bool is_customer(std::string_view id) {
  return id.size() <= customer_bytes_max && !daybook::is_blank(id);
}

}  // namespace

Decision decide(const CreateInvoice& command, const Invoice& invoice) {
  if (!is_customer(command.customer_id)) return within("/customerId", invalid_customer);
  if (command.amount <= 0) return within("/amount", amount_not_positive);
  if (invoice.status != Invoice::Status::absent) return already_exists;
  return accept(InvoiceCreated{command.id, command.customer_id, command.amount});
}

Decision decide(const PayInvoice& command, const Invoice& invoice) {
  if (invoice.status == Invoice::Status::absent) return unknown_invoice;
  if (invoice.status == Invoice::Status::paid) return already_paid;
  return accept(InvoicePaid{command.id});
}

void evolve(Invoice& invoice, const InvoiceCreated&) { invoice.status = Invoice::Status::open; }
void evolve(Invoice& invoice, const InvoicePaid&) { invoice.status = Invoice::Status::paid; }

}  // namespace invoices
