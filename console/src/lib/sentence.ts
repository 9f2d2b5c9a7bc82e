// What an event says, as a person would say it. Events without a sentence show their data instead.

import type { LoggedEvent } from "./event";
import { members, plain } from "./json";
import { formatAmount } from "./money";

type Data = Map<string, string>;

function money(data: Data): string {
  const currency = plain(data.get("currency"));
  return `${formatAmount(plain(data.get("amount")), currency)} ${currency}`.trim();
}

const sentences: Record<string, (data: Data) => string> = {
  UserCreated: (data) =>
    `Account opened for ${plain(data.get("name"))} (${plain(data.get("email"))})`,
  FundsDeposited: (data) => `Deposited ${money(data)}`,
  FundsWithdrawn: (data) => `Withdrew ${money(data)}`,
  AccountClosed: (data) => `Account closed: ${plain(data.get("reason")) || "no reason given"}`,
};

const previewLength = 160;

export function sentenceOf(event: LoggedEvent): string | undefined {
  if (event.category !== "account" || !Object.hasOwn(sentences, event.type)) return undefined;
  return sentences[event.type]!(members(event.data));
}

/** The data on one line, cut to what a row can show. */
export function previewOf(event: LoggedEvent): string {
  const text = event.data.slice(0, previewLength * 2).replace(/\s+/g, " ");
  return text.length > previewLength ? `${text.slice(0, previewLength)}…` : text;
}
