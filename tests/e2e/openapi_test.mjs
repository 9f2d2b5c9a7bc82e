// The OpenAPI document against the server that made it: it is valid, every operation of it can be
// called with its own example, and whatever is answered is as documented.
//   node tests/e2e/openapi_test.mjs BINARY        (or DAYBOOK_BINARY)

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Document } from "./document.mjs";
import { Server } from "./server.mjs";

const binary = process.argv[2] ?? process.env.DAYBOOK_BINARY;
if (!binary) {
  console.error("usage: node openapi_test.mjs BINARY, or set DAYBOOK_BINARY");
  process.exit(2);
}

// Some operations need what others make: whoever is refused is asked again, after the others.
const roundsMax = 5;

let server;
let document;
const made = {}; // ids, by how they are named: {accountId: "…"}
const linked = {}; // ids, by the operation that a link hands them to

function bodyOf(operation) {
  if (!operation.body) return undefined;
  const body = structuredClone(operation.body.example);
  for (const name of Object.keys(body)) if (made[name]) body[name] = made[name];
  return JSON.stringify(body);
}

// What is answered, with whatever `wrong` replaces: {headers, body, id, query}.
async function ask(operation, wrong = {}) {
  const headers = { ...(operation.body && { "content-type": "application/json" }) };
  const values = { ...made, id: wrong.id ?? linked[operation.id] ?? made[operation.idName] };
  const stop = new AbortController();
  const separator = wrong.query ? "?" : "";
  const answer = await fetch(
    server.base + operation.target(values, wrong.withQuery) + separator + (wrong.query ?? ""),
    {
      method: operation.method,
      headers: { ...headers, ...wrong.headers },
      body: wrong.body ?? bodyOf(operation),
      signal: stop.signal,
    },
  );
  const type = (answer.headers.get("content-type") ?? "").split(";")[0];
  const isStream = type === "text/event-stream";
  const text = isStream ? await firstMessage(answer) : await answer.text();
  stop.abort();
  return { status: answer.status, headers: answer.headers, type, text };
}

async function firstMessage(answer) {
  let text = "";
  for await (const chunk of answer.body) {
    text += new TextDecoder().decode(chunk);
    if (text.includes("\n\n")) break;
  }
  return text.slice(0, text.indexOf("\n\n"));
}

// That an answer is what the document says of this status.
function expectDocumented(operation, answer) {
  const place = `${operation.method} ${operation.path}: ${answer.status} ${answer.text}`;
  const response = operation.response(answer.status);
  assert.ok(response, `not documented: ${place}`);
  assert.ok(answer.status < 400 || operation.json.responses.default, place);
  if (answer.status < 400) assert.ok(operation.names(answer.status), `not documented: ${place}`);
  if (!response.content) return assert.equal(answer.text, "", place);
  assert.ok(response.content[answer.type], `${answer.type} is not documented: ${place}`);
  const isJson = answer.type.endsWith("json");
  const value = isJson ? JSON.parse(answer.text) : answer.text;
  const faults = document.faultsIn(value, response.content[answer.type].schema);
  assert.equal(faults, null, place);
  if (answer.type === "text/event-stream") expectMessage(answer.text);
}

function expectMessage(text) {
  const data = /^data: (.*)$/m.exec(text)?.[1];
  const faults = document.faultsIn(JSON.parse(data), "document#/components/schemas/Envelope");
  assert.equal(faults, null, text);
}

// Follows the links of what was created, to the id that other operations want; and remembers whom it
// is about.
function remember(operation, answer) {
  if (isCreating(operation)) {
    for (const [name, value] of Object.entries(JSON.parse(answer.text)))
      if (/[a-z]Id$/.test(name) && typeof value === "string") made[name] ??= value;
  }
  const links = operation.response(answer.status).links ?? {};
  for (const { operationId, parameters } of Object.values(links)) {
    const name = /^\$response\.body#\/(.+)$/.exec(parameters.id)[1];
    made[name] = JSON.parse(answer.text)[name];
    assert.ok(made[name], `${operation.id} answers no ${name}`);
    linked[operationId] = made[name];
  }
}

const isCreating = (operation) =>
  Object.values(operation.json.responses).some((response) => response.links);

// Who makes what this operation is about.
const makerOf = (operation, operations) =>
  operations.find((one) =>
    Object.values(one.json.responses).some((response) =>
      Object.values(response.links ?? {}).some((link) => link.operationId === operation.id),
    ),
  );

// What was cancelled cannot be shipped: such an operation gets a thing of its own.
async function makeAnew(operation, operations) {
  const maker = makerOf(operation, operations);
  if (!maker) return;
  const kept = [{ ...made }, { ...linked }];
  const answer = await ask(maker);
  expectDocumented(maker, answer);
  if (answer.status >= 400) return;
  remember(maker, answer);
  const id = linked[operation.id];
  Object.assign(made, kept[0]);
  Object.assign(linked, kept[1], { [operation.id]: id });
}

const endsIt = (operation) => operation.method === "DELETE" && operation.path.endsWith("{id}");

// The holder of a contract changes only to another client.
async function makeWhatItNames(operation, operations) {
  const names = Object.keys(operation.body?.example ?? {}).filter((name) => made[name]);
  for (const maker of operations.filter(isCreating)) {
    const answer = await ask(maker);
    if (answer.status >= 400) continue;
    const body = JSON.parse(answer.text);
    for (const name of names) if (body[name] && names.includes(name)) made[name] = body[name];
  }
}

async function callAll(all) {
  let left = all;
  for (let round = 0; left.length > 0; ++round) {
    assert.ok(round < roundsMax, `never answered well: ${left.map((one) => one.id).join(", ")}`);
    const refused = [];
    for (const operation of left) {
      const before = linked[operation.id];
      if (round === 2) await makeWhatItNames(operation, all);
      if (round % 2 === 1 || endsIt(operation)) await makeAnew(operation, all);
      const answer = await ask(operation);
      linked[operation.id] = before;
      expectDocumented(operation, answer);
      const isGood = answer.status < 400 || (answer.status === 426 && operation.names(426));
      if (!isGood) refused.push(operation);
      else remember(operation, answer);
    }
    left = refused;
  }
}

// What any caller can do wrong, and what every operation of a kind answers to it.
const mistakes = [
  {
    what: "no JSON",
    of: (one) => one.body,
    wrong: () => ({ body: '{"a":' }),
    status: 400,
    code: "malformed-json",
  },
  {
    what: "a body of another type",
    of: (one) => one.body,
    wrong: () => ({ headers: { "content-type": "text/plain" } }),
    status: 415,
    code: "unsupported-media-type",
  },
  {
    what: "a version that is none",
    of: (one) => one.parameters.some(({ name }) => name === "If-Match"),
    wrong: () => ({ headers: { "if-match": "one" } }),
    status: 400,
    code: "invalid-if-match",
  },
  {
    what: "a version that has never been",
    of: (one) => one.parameters.some(({ name }) => name === "If-Match"),
    wrong: () => ({ headers: { "if-match": '"1000000"' } }),
    status: 409,
    code: "version-conflict",
  },
  {
    what: "a page of another origin",
    of: (one) => one.body,
    wrong: () => ({ headers: { origin: "https://example.org" } }),
    status: 403,
    code: "origin-not-allowed",
  },
  {
    what: "a command that is too large",
    // The store's own operations have the limits of an append.
    of: (one) =>
      one.parameters.some(({ name }) => name === "Idempotency-Key") &&
      !one.path.startsWith("/api/streams/"),
    wrong: () => ({
      body: " ".repeat(2 << 20),
      headers: { "content-type": "application/json" },
    }),
    status: 413,
    code: "body-too-large",
  },
  {
    what: "too many events",
    of: (one) => one.id === "AppendEvents",
    wrong: () => ({ body: JSON.stringify(Array(10_001).fill({ type: "A", data: 1 })) }),
    status: 413,
    code: "too-many-events",
  },
  {
    what: "an id that nothing has",
    of: (one) => one.path.includes("{id}"),
    // One for each operation: that it was asked for may be all that is known of it from then on.
    wrong: (operation) => ({ id: `nothing-${operation.id}` }),
    status: 404,
    code: /^(not-found|NotFound)$/,
  },
  {
    what: "a limit out of range",
    of: (one) => one.parameters.some(({ name }) => name === "limit"),
    wrong: () => ({ query: "limit=1001" }),
    status: 400,
    code: "invalid-limit",
  },
  {
    what: "a cursor from elsewhere",
    of: (one) => one.parameters.some(({ name }) => name === "cursor"),
    wrong: () => ({ query: "cursor=mine" }),
    status: 400,
    code: "invalid-cursor",
  },
  {
    what: "a position that is not there in time",
    of: (one) => one.parameters.some(({ name }) => name === "after"),
    wrong: () => ({ query: "after=1000000&wait=1" }),
    status: 503,
    code: "projection-behind",
  },
  {
    what: "a commit that never was",
    of: (one) => one.path.includes("{commitId}"),
    wrong: () => ({ query: "" }),
    before: () => (made.commitId = "never-was"),
    status: 404,
    code: "unknown-commit",
  },
];

async function makeAll(operations, { what, of, wrong, before, status, code }) {
  const wanted = operations.filter(of);
  assert.ok(wanted.length > 0, `no operation for ${what}`);
  before?.();
  for (const operation of wanted) {
    const answer = await ask(operation, wrong(operation));
    const place = `${what}, ${operation.id}: ${answer.text}`;
    assert.equal(answer.status, status, place);
    if (code instanceof RegExp) assert.match(JSON.parse(answer.text).code, code, place);
    else assert.equal(JSON.parse(answer.text).code, code, place);
    assert.ok(operation.names(status), `${status} is not documented: ${place}`);
    expectDocumented(operation, answer);
    const examples = operation.response(status).content["application/problem+json"].examples;
    assert.ok(examples[code] || status === 404, `no example of ${code}: ${place}`);
  }
}

// Every example in a piece of the document that has a schema beside it.
function* examplesIn(value, path = "") {
  if (value === null || typeof value !== "object") return;
  if (value.schema && value.example !== undefined) yield [path, value.schema, value.example];
  for (const [name, one] of Object.entries((value.schema && value.examples) ?? {}))
    yield [`${path}/${name}`, value.schema, one.value];
  for (const [name, one] of Object.entries(value)) yield* examplesIn(one, `${path}/${name}`);
}

const steps = {
  "the document is OpenAPI 3.1": async () => {
    const json = await server.get("/api-json");
    assert.match(json.openapi, /^3\.1\./);
    const result = await new Validator().validate(structuredClone(json));
    assert.ok(result.valid, JSON.stringify(result.errors, null, 2));
    document = new Document(json);
  },

  "the program prints the same document": async () => {
    const printed = execFileSync(binary, ["openapi"], { encoding: "utf8" });
    const served = await (await fetch(`${server.base}/api-json`)).text();
    assert.equal(printed, served);
  },

  "every name is there once, and every reference leads somewhere": async () => {
    const ids = document.operations().map((one) => one.id);
    assert.deepEqual(ids, [...new Set(ids)]);
    JSON.stringify(document.json, (key, value) => {
      if (key === "$ref") document.resolve({ $ref: value });
      return value;
    });
    const tags = new Set(document.json.tags.map((tag) => tag.name));
    for (const operation of document.operations())
      for (const tag of operation.json.tags) assert.ok(tags.has(tag), tag);
  },

  "every example fits its schema": async () => {
    let count = 0;
    for (const [path, schema, example] of examplesIn(document.json)) {
      assert.equal(document.faultsIn(example, schema), null, path);
      ++count;
    }
    assert.ok(count > 100, `only ${count} examples`);
  },

  "every operation answers its own example as documented": async () => {
    const operations = document.operations();
    const removes = (one) => one.method === "DELETE";
    const others = operations.filter((one) => !isCreating(one) && !removes(one));
    // The parts go before the whole.
    const last = operations.filter(removes).sort((a, b) => b.path.length - a.path.length);
    await callAll([...operations.filter(isCreating), ...others, ...last]);
  },

  "every parameter is taken with its own example": async () => {
    const reads = document.operations().filter((one) => one.method === "GET");
    for (const operation of reads.filter((one) => !one.isStream && one.path !== "/ws")) {
      const answer = await ask(operation, { withQuery: true });
      expectDocumented(operation, answer);
      assert.ok(answer.status < 400, `${operation.id}: ${answer.text}`);
    }
  },

  "a repeated command says so": async () => {
    const keyed = ({ parameters }) => parameters.some(({ name }) => name === "Idempotency-Key");
    const operation = document.operations().filter(isCreating).find(keyed);
    const headers = { "idempotency-key": "once" };
    const first = await ask(operation, { headers });
    const second = await ask(operation, { headers });
    for (const answer of [first, second]) expectDocumented(operation, answer);
    assert.equal(second.text, first.text);
    assert.equal(second.headers.get("idempotent-replay"), "true");
    const body = JSON.stringify({ ...operation.body.example, name: "Somebody else" });
    const other = await ask(operation, { headers, body });
    assert.equal(other.status, 422, other.text);
    assert.ok(operation.names(422));
    expectDocumented(operation, other);
  },
};

for (const mistake of mistakes) {
  steps[`every operation answers ${mistake.what} as documented`] = () =>
    makeAll(document.operations(), mistake);
}

async function run() {
  const directory = await mkdtemp(join(tmpdir(), "daybook-openapi-"));
  let doing = "starting the server";
  try {
    server = new Server(binary, join(directory, "data"));
    await server.start();
    for (const [name, step] of Object.entries(steps)) {
      doing = name;
      await step();
      console.log(`ok   ${name}`);
    }
  } catch (error) {
    console.error(`FAIL ${doing}\n${error.stack}\n--- the server's last words`);
    console.error(server?.lastOutput());
    process.exitCode = 1;
  } finally {
    await server?.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

await run();
