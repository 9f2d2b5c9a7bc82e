// An invoice: made out to a customer, and paid once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "daybook/aggregate.h"

namespace invoices {

using Cents = std::int64_t;

// Events: past tense, kept forever.
struct InvoiceCreated {
  std::string id;
  std::string customer_id;
  Cents amount = 0;
  bool operator==(const InvoiceCreated&) const = default;
};
struct InvoicePaid {
  std::string id;
  bool operator==(const InvoicePaid&) const = default;
};

// Commands: imperative, may be refused.
struct CreateInvoice {
  std::string id;  // the server makes one unless it is given
  std::string customer_id;
  Cents amount = 0;
};
struct PayInvoice {
  std::string id;
};

// State: only what a decision needs. What people are shown is in invoice_view.h.
struct Invoice {
  static constexpr std::string_view category = "invoice";
  using Event = std::variant<InvoiceCreated, InvoicePaid>;
  using Command = std::variant<CreateInvoice, PayInvoice>;

  enum class Status { absent, open, paid };
  Status status = Status::absent;
};

using Decision = daybook::Decision<Invoice>;  // events to append, or a refusal

Decision decide(const CreateInvoice&, const Invoice&);
Decision decide(const PayInvoice&, const Invoice&);

void evolve(Invoice&, const InvoiceCreated&);
void evolve(Invoice&, const InvoicePaid&);

}  // namespace invoices
