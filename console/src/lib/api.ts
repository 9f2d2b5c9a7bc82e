// The HTTP surface of the server. A failure is a value: what the server refused, or that it was
// silent.

import { parseAccount, type Account } from "./account";
import { accountStream, parseEvent, type LoggedEvent } from "./event";
import { elements, members, plain } from "./json";

export interface Problem {
  kind: "refused" | "unreachable";
  status: number;
  code: string;
  /** A sentence for the reader. */
  detail: string;
  /** The name of the input field at fault, from the JSON pointer; "" when the whole request is. */
  field: string;
}

export type Result<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

interface Answer {
  body: string;
  headers: Headers;
}

const deadlineMs = 30_000;

async function request(path: string, options: RequestInit = {}): Promise<Result<Answer>> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(deadlineMs) });
    body = await response.text();
  } catch (error) {
    return { ok: false, problem: unreachable(error) };
  }
  if (response.ok) return { ok: true, value: { body, headers: response.headers } };
  return { ok: false, problem: refused(response.status, body) };
}

function unreachable(error: unknown): Problem {
  const timedOut = error instanceof DOMException && error.name === "TimeoutError";
  const detail = timedOut ? "The server took too long to answer." : "The server cannot be reached.";
  return { kind: "unreachable", status: 0, code: "unreachable", detail, field: "" };
}

export function refused(status: number, body: string): Problem {
  let fields = new Map<string, string>();
  try {
    fields = members(body);
  } catch {
    // A proxy's HTML page, for instance: the status has to do.
  }
  const detail =
    plain(fields.get("detail")) || plain(fields.get("error")) || plain(fields.get("title"));
  const pointer = plain(fields.get("pointer"));
  return {
    kind: "refused",
    status,
    code: plain(fields.get("code")),
    detail: detail || `The server answered with status ${status}.`,
    field: pointer.split("/").at(-1) ?? "",
  };
}

function map<From, To>(result: Result<From>, change: (value: From) => To): Result<To> {
  return result.ok ? { ok: true, value: change(result.value) } : result;
}

export interface AccountPage {
  accounts: Account[];
  nextCursor: string;
}

export async function listAccounts(limit: number, cursor = ""): Promise<Result<AccountPage>> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (cursor) query.set("cursor", cursor);
  return map(await request(`/api/accounts?${query}`), ({ body }) => {
    const page = members(body);
    return {
      accounts: elements(page.get("accounts") ?? "[]").map(parseAccount),
      nextCursor: plain(page.get("nextCursor")),
    };
  });
}

export interface Recorded {
  account: Account;
  position: number;
}

function recorded({ body, headers }: Answer): Recorded {
  const fields = members(body);
  const position = fields.get("position") ?? headers.get("Daybook-Position") ?? "0";
  return { account: parseAccount(fields.get("account") ?? "{}"), position: Number(position) };
}

export async function loadAccount(accountId: string): Promise<Result<Account>> {
  const answer = await request(`/api/accounts/${encodeURIComponent(accountId)}`);
  return map(answer, (value) => recorded(value).account);
}

/** Sends a command. `key` makes a repeat of the same request harmless. */
export async function command(path: string, body: string, key: string): Promise<Result<Recorded>> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return map(await request(path, { method: "POST", headers, body }), recorded);
}

export interface EventPage {
  /** Newest first. */
  events: LoggedEvent[];
  head: number;
}

function eventPage({ body, headers }: Answer): EventPage {
  const events = elements(body).map(parseEvent);
  const head = Math.max(Number(headers.get("Daybook-Head") ?? 0), events[0]?.position ?? 0);
  return { events, head };
}

/** The newest events of the log, or those just before position `before`. */
export async function newestEvents(limit: number, before?: number): Promise<Result<EventPage>> {
  const from = before === undefined ? "" : `&from=${before}`;
  return map(await request(`/api/events?direction=backward&limit=${limit}${from}`), eventPage);
}

/** The newest events of one account, or those just before version `before`. */
export async function accountEvents(
  accountId: string,
  limit: number,
  before?: number,
): Promise<Result<LoggedEvent[]>> {
  const stream = encodeURIComponent(accountStream(accountId));
  const from = before === undefined ? "" : `&from=${before}`;
  const path = `/api/streams/${stream}/events?direction=backward&limit=${limit}${from}`;
  return map(await request(path), (answer) => eventPage(answer).events);
}
