// The stored forms of this context's events, each in a file under golden/.
#include "contexts/invoices/invoice.h"
#include "daybook/testing_golden.h"

namespace invoices {

daybook::Context context();

namespace {

TEST(StoredInvoices, are_written_as_ever_and_read_for_ever) {
  daybook::testing::expect_golden<Invoice>(
      context(), DAYBOOK_CONTEXT_DIR "/golden",
      {{"InvoiceCreated.json",
        InvoiceCreated{"0193b0c4-0000-7000-8000-000000000001", "c-17", 12500}},
       {"InvoicePaid.json", InvoicePaid{"0193b0c4-0000-7000-8000-000000000001"}}});
}

}  // namespace
}  // namespace invoices
