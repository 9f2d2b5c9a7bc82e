/// <reference types="node" />
import assert from "node:assert/strict";
import test from "node:test";
import { evolve, openedBy, type Account } from "./account";
import { parseEvent, type LoggedEvent } from "./event";

function event(version: number, type: string, data: string): LoggedEvent {
  return parseEvent(
    `{"type":"${type}","stream":"account-a-1","version":${version},"position":${version + 10},` +
      `"recordedAt":"2026-03-01T10:00:00.000001Z","data":${data},"metadata":{"correlationId":"c"}}`,
  );
}

const opened = openedBy(
  event(1, "UserCreated", '{"userId":"a-1","name":"Ada","email":"ada@example.org"}'),
)!;

function fold(account: Account, ...events: LoggedEvent[]): Account | undefined {
  return events.reduce<Account | undefined>((state, next) => state && evolve(state, next), account);
}

test("an account begins with UserCreated, its id is what follows the category", () => {
  assert.equal(opened.accountId, "a-1");
  assert.equal(opened.name, "Ada");
  assert.equal(opened.balance, "0");
});

test("deposits and withdrawals move the balance exactly", () => {
  const account = fold(
    opened,
    event(2, "FundsDeposited", '{"amount":0.1,"currency":"EUR"}'),
    event(3, "FundsDeposited", '{"amount":0.2,"currency":"EUR"}'),
    event(4, "FundsWithdrawn", '{"amount":0.30,"currency":"EUR"}'),
  );
  assert.equal(account?.balance, "0.00");
  assert.equal(account?.currency, "EUR");
  assert.equal(account?.version, 4);
});

test("an event that is already counted changes nothing", () => {
  const account = { ...opened, version: 5, balance: "7" };
  assert.equal(evolve(account, event(5, "FundsDeposited", '{"amount":1}')), account);
});

test("a gap or an unknown event asks for the server's answer", () => {
  assert.equal(evolve(opened, event(3, "FundsDeposited", '{"amount":1}')), undefined);
  assert.equal(evolve(opened, event(2, "SomethingNew", "{}")), undefined);
});

test("closing closes", () => {
  assert.equal(fold(opened, event(2, "AccountClosed", '{"reason":"x"}'))?.isClosed, true);
});
