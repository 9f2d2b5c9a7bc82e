/// <reference types="node" />
import assert from "node:assert/strict";
import test from "node:test";
import { Rate, recentRate } from "./rate";

test("counts fall out after a minute", () => {
  const rate = new Rate();
  rate.count(5, 1_000_000);
  assert.equal(rate.perSecond(1_000_000).at(-1), 5);
  assert.equal(rate.perSecond(1_059_000)[0], 5);
  assert.deepEqual(rate.perSecond(1_061_000), new Array(60).fill(0));
});

test("the rate is the mean of the last whole seconds", () => {
  assert.equal(recentRate([9, 1, 2, 3, 4, 5, 100]), 3);
});
