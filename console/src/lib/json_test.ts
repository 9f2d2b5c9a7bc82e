/// <reference types="node" />
import assert from "node:assert/strict";
import test from "node:test";
import { elements, layout, members, plain } from "./json";

const laidOut = (text: string): string =>
  layout(text)
    .map((line) => "  ".repeat(line.indent) + line.spans.map((span) => span.text).join(""))
    .join("\n");

test("members keep numbers digit for digit", () => {
  const found = members('{"amount": 12345678901234567890.10, "note":"a,b"}');
  assert.equal(found.get("amount"), "12345678901234567890.10");
  assert.equal(found.get("note"), '"a,b"');
});

test("members see only the outermost object", () => {
  const found = members('{"data":{"type":"inner","list":[1,{"a":2}]},"type":"outer","last":[]}');
  assert.deepEqual([...found.keys()], ["data", "type", "last"]);
  assert.equal(found.get("data"), '{"type":"inner","list":[1,{"a":2}]}');
  assert.equal(found.get("last"), "[]");
});

test("members read keys and strings with escapes", () => {
  const found = members('{"q\\"uote":"back\\\\","next":"\\u00e9\\"}"}');
  assert.equal(plain(found.get('q"uote')), "back\\");
  assert.equal(plain(found.get("next")), 'é"}');
});

test("elements split an array of anything", () => {
  assert.deepEqual(elements(' [ {"a":[1,2]} , 3,"x,y",[ ],null ] '), [
    '{"a":[1,2]}',
    "3",
    '"x,y"',
    "[ ]",
    "null",
  ]);
  assert.deepEqual(elements("[]"), []);
  assert.deepEqual(elements('{"not":"a list"}'), []);
});

test("plain turns null and absence into nothing", () => {
  assert.equal(plain(undefined), "");
  assert.equal(plain("null"), "");
  assert.equal(plain("12.50"), "12.50");
});

test("layout gives each member a line and changes no token", () => {
  assert.equal(
    laidOut('{"b":1.50,"a":[true,{}],"1":[ ],"s":"<b>"}'),
    '{\n  "b": 1.50,\n  "a": [\n    true,\n    {}\n  ],\n  "1": [],\n  "s": "<b>"\n}',
  );
});

test("layout tells keys from strings", () => {
  const kinds = layout('{"k":"v"}').flatMap((line) => line.spans.map((span) => span.kind));
  assert.deepEqual(kinds, ["punctuation", "key", "punctuation", "string", "punctuation"]);
});

test("broken JSON is an error, not an endless loop", () => {
  assert.throws(() => members('{"a":"unfinished'), SyntaxError);
  assert.throws(() => members('{"a":?}'), SyntaxError);
});
