/// <reference types="node" />
import assert from "node:assert/strict";
import test from "node:test";
import { add, amountJson, formatAmount, negate } from "./money";

test("a sum is exact where doubles are not", () => {
  assert.equal(add("0.1", "0.2"), "0.3");
  assert.equal(add("9007199254740993.01", "0.01"), "9007199254740993.02");
  assert.equal(add("5", negate("7.25")), "-2.25");
  assert.equal(add("-0.05", "0.05"), "0.00");
});

test("what is not plain decimal text has no sum", () => {
  assert.equal(add("1e3", "1"), undefined);
  assert.equal(add("", "1"), undefined);
});

test("amounts show the currency's decimals and group thousands", () => {
  assert.equal(formatAmount("1234567.5", "USD"), "1,234,567.50");
  assert.equal(formatAmount("1000", "JPY"), "1,000");
  assert.equal(formatAmount("7", ""), "7.00");
  assert.equal(formatAmount("-1999.99", "EUR"), "\u22121,999.99");
});

test("digits are never rounded away", () => {
  assert.equal(formatAmount("0.12345", "USD"), "0.12345");
  assert.equal(formatAmount("123456789012345678901.01", "USD"), "123,456,789,012,345,678,901.01");
  assert.equal(formatAmount("not money", "USD"), "not money");
});

test("a typed amount travels as typed", () => {
  assert.equal(amountJson(" 0.10 "), "0.10");
  assert.equal(amountJson("9007199254740993.01"), "9007199254740993.01");
});

test("what is not a number goes to the server as text, to be refused there", () => {
  assert.equal(amountJson("1,5"), '"1,5"');
  assert.equal(amountJson('1"},"x":1'), '"1\\"},\\"x\\":1"');
  assert.equal(amountJson("007"), '"007"');
});
