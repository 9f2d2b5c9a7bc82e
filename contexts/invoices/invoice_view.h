// What people are shown of an invoice: one short function for each event.
#pragma once

#include <string>

#include "contexts/invoices/invoice.h"
#include "daybook/recorded.h"

namespace invoices {

struct InvoiceView {
  std::string id;
  std::string customer_id;
  Cents amount = 0;
  bool paid = false;

  // Before each of the events below.
  void touch(const daybook::Recorded& at) { id = at.id; }

  void on(const InvoiceCreated& event, const daybook::Recorded&) {
    customer_id = event.customer_id;
    amount = event.amount;
  }
  void on(const InvoicePaid&, const daybook::Recorded&) { paid = true; }
};

}  // namespace invoices
