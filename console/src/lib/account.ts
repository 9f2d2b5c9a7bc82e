// An account as the API shows it, and the same fold that the server runs, so that a live event
// updates the page without a request.

import { accountIdOf, type LoggedEvent } from "./event";
import { members, plain } from "./json";
import { add, negate } from "./money";

export interface Account {
  accountId: string;
  name: string;
  email: string;
  balance: string;
  currency: string;
  isClosed: boolean;
  lastActivity: string;
  version: number;
}

export function parseAccount(text: string): Account {
  const fields = members(text);
  return {
    accountId: plain(fields.get("accountId")),
    name: plain(fields.get("name")),
    email: plain(fields.get("email")),
    balance: plain(fields.get("balance")) || "0",
    currency: plain(fields.get("currency")),
    isClosed: fields.get("isClosed") === "true",
    lastActivity: plain(fields.get("lastActivity")),
    version: Number(fields.get("version") ?? 0),
  };
}

/** The account that a UserCreated event begins; undefined for any other event. */
export function openedBy(event: LoggedEvent): Account | undefined {
  const accountId = accountIdOf(event);
  if (accountId === undefined || event.type !== "UserCreated" || event.version !== 1)
    return undefined;
  const data = members(event.data);
  return {
    accountId,
    name: plain(data.get("name")),
    email: plain(data.get("email")),
    balance: "0",
    currency: "USD",
    isClosed: false,
    lastActivity: event.recordedAt,
    version: 1,
  };
}

/** The money that an event moves, signed; undefined when it moves none. */
export function amountOf(event: LoggedEvent): string | undefined {
  if (event.type !== "FundsDeposited" && event.type !== "FundsWithdrawn") return undefined;
  const amount = plain(members(event.data).get("amount"));
  return event.type === "FundsDeposited" ? amount : negate(amount);
}

/** The account after the event; undefined at a gap or an unknown event: the server then decides. */
export function evolve(account: Account, event: LoggedEvent): Account | undefined {
  if (event.version <= account.version) return account;
  if (event.version !== account.version + 1) return undefined;
  const next = { ...account, version: event.version, lastActivity: event.recordedAt };
  if (event.type === "AccountClosed") return { ...next, isClosed: true };
  const amount = amountOf(event);
  const balance = amount === undefined ? undefined : add(account.balance, amount);
  if (balance === undefined) return undefined;
  return {
    ...next,
    balance,
    currency: plain(members(event.data).get("currency")) || account.currency,
  };
}
