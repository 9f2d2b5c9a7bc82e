// What an event says, as a person would say it. Events without a sentence show their data instead.

import type { LoggedEvent } from "./event";
import { members, plain } from "./json";
import { formatAmount } from "./money";

type Data = Map<string, string>;
type Sentence = (data: Data) => string;

const of = (data: Data, name: string): string => plain(data.get(name));

function money(data: Data): string {
  const currency = of(data, "currency");
  return `${formatAmount(of(data, "amount"), currency)} ${currency}`.trim();
}

function fromCents(cents: string): string {
  const digits = cents.padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const refused: Sentence = (data) => `Refused: ${of(data, "message")}`;

// By category: a stream of somebody else's may have events of the same name.
const sentences: Record<string, Record<string, Sentence>> = {
  account: {
    UserCreated: (data) => `Account opened for ${of(data, "name")} (${of(data, "email")})`,
    FundsDeposited: (data) => `Deposited ${money(data)}`,
    FundsWithdrawn: (data) => `Withdrew ${money(data)}`,
    AccountClosed: (data) => `Account closed: ${of(data, "reason") || "no reason given"}`,
  },
  contact: {
    ContactCreated: (data) => `Contact ${of(data, "name")} (${of(data, "email")})`,
    ContactDeleted: () => "Contact deleted",
  },
  client: {
    ClientCreated: (data) => `Client ${of(data, "name")}, ${of(data, "industry")}`,
    ContactLinked: (data) => `Contact ${of(data, "contactId")} linked`,
    ContactUnlinked: (data) => `Contact ${of(data, "contactId")} unlinked`,
    DebtAdded: (data) => `Owes ${of(data, "amount")} more`,
    DebtPaid: (data) => `Paid ${of(data, "amount")}`,
  },
  case: {
    CaseCreated: (data) => `Case opened: ${of(data, "description")}`,
    InteractionAdded: (data) => of(data, "description"),
    CaseClosed: () => "Case closed",
  },
  contract: {
    ContractHolderChanged: (data) =>
      `Holder changed from ${of(data, "oldClientId")} to ${of(data, "newClientId")}`,
  },
  metric: {
    MetricCreated: (data) => `${of(data, "name")}: ${of(data, "target")} ${of(data, "unit")}`,
    MetricValueUpdated: (data) => `Now at ${of(data, "value")}`,
    MetricTargetUpdated: (data) => `Target is ${of(data, "target")}`,
    MetricSucceeded: () => "Reached its target",
    MetricExpired: () => "Missed its deadline",
  },
  invoice: {
    InvoiceCreated: (data) =>
      `Made out to ${of(data, "customerId")} over ${fromCents(of(data, "amount"))}`,
    InvoicePaid: () => "Invoice paid",
  },
  order: {
    OrderCreated: (data) => `Ordered by ${of(data, "userId")} for ${of(data, "total")}`,
    OrderShipped: (data) => `Shipped with ${of(data, "carrier")}, ${of(data, "trackingNumber")}`,
    OrderCancelled: () => "Order cancelled",
    OrderCreationFailed: refused,
    OrderShippingFailed: refused,
    OrderCancellationFailed: refused,
  },
  calendar: {
    TimeslotScheduled: (data) => `${of(data, "title")}, from ${of(data, "start")}`,
    CalendarCreationFailed: refused,
    CalendarRemovalFailed: refused,
    TimeslotSchedulingFailed: refused,
    TimeslotReschedulingFailed: refused,
    ScheduledTimeslotRemovalFailed: refused,
  },
};

const previewLength = 160;

export function sentenceOf(event: LoggedEvent): string | undefined {
  if (!Object.hasOwn(sentences, event.category)) return undefined;
  const ofCategory = sentences[event.category]!;
  if (!Object.hasOwn(ofCategory, event.type)) return undefined;
  return ofCategory[event.type]!(members(event.data));
}

/** The data on one line, cut to what a row can show. */
export function previewOf(event: LoggedEvent): string {
  const text = event.data.slice(0, previewLength * 2).replace(/\s+/g, " ");
  return text.length > previewLength ? `${text.slice(0, previewLength)}…` : text;
}
