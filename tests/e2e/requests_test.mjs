// Every request of docs/how_to/requests against a real server, one server for each file: each
// answer is what the file says, and no operation and no refusal of the OpenAPI document is left out.
//   node tests/e2e/requests_test.mjs BINARY [FOLDER [FILE…]]

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Document } from "./document.mjs";
import { faultIn, fill, keep } from "./http_answers.mjs";
import { Coverage } from "./http_coverage.mjs";
import { readHttpFile } from "./http_file.mjs";
import { Server } from "./server.mjs";

const askedAgainForMs = 10_000;
const askedAgainEveryMs = 50;
const answeredWithinMs = 60_000;

const [binary = process.env.DAYBOOK_BINARY, folder = defaultFolder(), ...only] =
  process.argv.slice(2);
if (!binary) {
  console.error("usage: node requests_test.mjs BINARY [FOLDER [FILE…]], or set DAYBOOK_BINARY");
  process.exit(2);
}

function defaultFolder() {
  return fileURLToPath(new URL("../../docs/how_to/requests", import.meta.url));
}

let failures = 0;

function fail(sentence) {
  ++failures;
  console.error(`FAIL ${sentence}`);
}

async function ask({ method, target, headers, body }, values) {
  const url = fill(target, values);
  const response = await fetch(url, {
    method,
    headers: headers.map(([name, value]) => [name, fill(value, values)]),
    body: body === "" ? undefined : fill(body, values),
    redirect: "manual",
    signal: AbortSignal.timeout(answeredWithinMs),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const json = isJson && text !== "" ? JSON.parse(text) : undefined;
  return { url, status: response.status, headers: response.headers, text, json };
}

// Asks, again if the file says so, and answers what is wrong; what the file keeps goes to `values`.
async function run(request, values, coverage) {
  const deadline = Date.now() + askedAgainForMs;
  for (;;) {
    const answer = await ask(request, values);
    const fault = faultIn(answer, request.wishes, values);
    if (fault && request.asksAgain && Date.now() < deadline) {
      await wait(askedAgainEveryMs);
      continue;
    }
    if (fault) return fault;
    coverage.note(request.method, answer.url, answer);
    for (const { name, source } of request.kept) {
      values[name] = keep(source, answer, values.base);
      if (values[name] === undefined) return `there is no ${source} to keep: ${answer.text}`;
    }
    return undefined;
  }
}

async function runAll(requests, values, coverage) {
  for (const request of requests) {
    const fault = await run(request, values, coverage).catch(
      (error) => `${error.message} ${error.cause?.message ?? ""}`,
    );
    if (fault) fail(`${request.place}: ${request.name}: ${fault}`);
  }
}

async function runFile(name, coverage, directory) {
  const { variables, requests } = readHttpFile(await readFile(join(folder, name), "utf8"), name);
  const server = new Server(binary, join(directory, name));
  try {
    await server.start();
    const run = `run-${Date.now().toString(36)}`;
    await runAll(requests, { ...variables, base: server.base, run }, coverage);
  } finally {
    await server.kill();
  }
  return `${name}: ${requests.length} requests`;
}

async function openDocument(directory) {
  const server = new Server(binary, join(directory, "document"));
  await server.start();
  const json = await server.get("/api-json").finally(() => server.kill());
  return new Document(json);
}

const directory = await mkdtemp(join(tmpdir(), "daybook-requests-"));
try {
  const coverage = new Coverage(await openDocument(directory));
  const all = (await readdir(folder)).filter((name) => name.endsWith(".http")).sort();
  const names = all.filter((name) => only.length === 0 || only.includes(name));
  const ends = await Promise.allSettled(names.map((name) => runFile(name, coverage, directory)));
  ends.filter((end) => end.reason).forEach((end) => fail(end.reason.message));
  if (only.length === 0) coverage.gaps().forEach(fail);
  ends.filter((end) => end.value).forEach((end) => console.log(end.value));
} finally {
  await rm(directory, { recursive: true, force: true });
}
if (failures > 0) console.error(`${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
