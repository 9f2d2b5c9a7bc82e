// Swagger UI at /api, in a real browser, against a real server.
//   node tests/e2e/api_page_test.mjs BINARY       (or DAYBOOK_BINARY)
// DAYBOOK_E2E_OPTIONAL=1 turns a missing browser into a skip.
// DAYBOOK_E2E_SCREENSHOTS=FOLDER keeps what each step saw.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser, Missing, watch } from "./browser.mjs";
import { Server } from "./server.mjs";

const withinMs = 60_000; // the bundle is large, and the machine may be busy
const phone = { width: 390, height: 844 };

let page;
let server;

const blocks = () => page.locator(".opblock");
// The page puts the operation's tag, a word without dashes, before its id.
const block = (id) =>
  page.locator(`xpath=//div[substring-after(substring-after(@id, "-"), "-")="${id}"]`);

async function operationIds() {
  const document = await server.get("/api-json");
  return Object.values(document.paths)
    .flatMap((item) => Object.values(item))
    .map((operation) => operation.operationId);
}

async function expectNoOverflow(place) {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(excess <= 0, `${place} is ${excess} pixels too wide`);
}

const steps = {
  "the page lists every operation of the document": async () => {
    const answer = await page.goto(`${server.base}/api`);
    const policy = answer.headers()["content-security-policy"] ?? "";
    assert.match(policy, /^default-src 'self'; img-src 'self' data:; /);
    const ids = await operationIds();
    await blocks().nth(ids.length - 1).waitFor();
    assert.equal(await blocks().count(), ids.length);
    for (const id of ids) await block(id).waitFor();
  },

  "an operation shows its request, its answers and their examples": async () => {
    await block("CreateUser").locator(".opblock-summary").click();
    await block("CreateUser").getByText("ada@example.org").first().waitFor();
    await block("CreateUser").locator('tr.response[data-code="409"]').waitFor();
  },

  "an operation can be tried, and shows what was answered": async () => {
    await block("CreateUser").getByRole("button", { name: "Execute" }).click();
    const answer = block("CreateUser").locator(".live-responses-table .response");
    await answer.filter({ hasText: "201" }).first().waitFor();
    const { accounts } = await server.get("/api/accounts");
    assert.equal(accounts.length, 1);
    assert.equal(accounts[0].email, "ada@example.org");
  },

  "on a phone nothing is wider than the screen": async () => {
    await page.setViewportSize(phone);
    await page.goto(`${server.base}/api`);
    await block("CreateUser").waitFor();
    await expectNoOverflow("the list");
    await block("DepositFunds").locator(".opblock-summary").click();
    await block("DepositFunds").getByRole("button", { name: "Execute" }).waitFor();
    await expectNoOverflow("an operation");
  },
};

async function keepScreenshot(number) {
  const folder = process.env.DAYBOOK_E2E_SCREENSHOTS;
  if (folder && page) await page.screenshot({ path: join(folder, `api_page_${number}.png`) });
}

async function run(binary) {
  const browser = await launchBrowser();
  const directory = await mkdtemp(join(tmpdir(), "daybook-api-page-"));
  let doing = "starting the server";
  try {
    server = new Server(binary, join(directory, "data"));
    await server.start();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(withinMs);
    const complaints = watch(page);
    let count = 0;
    for (const [name, step] of Object.entries(steps)) {
      doing = name;
      await step();
      await keepScreenshot(++count);
      assert.deepEqual(complaints, [], "the browser complained");
      console.log(`ok   ${name}`);
    }
  } catch (error) {
    await keepScreenshot("failure").catch(() => {});
    console.error(`FAIL ${doing}\n${error.stack}\n--- the server's last words`);
    console.error(server?.lastOutput());
    process.exitCode = 1;
  } finally {
    await browser.close();
    await server?.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

const binary = process.argv[2] ?? process.env.DAYBOOK_BINARY;
if (!binary) {
  console.error("usage: node api_page_test.mjs BINARY, or set DAYBOOK_BINARY");
  process.exit(2);
}
await run(binary).catch((error) => {
  const isSkipped = error instanceof Missing && process.env.DAYBOOK_E2E_OPTIONAL === "1";
  console.error(`${isSkipped ? "SKIPPED" : "FAIL"}: ${error.message}`);
  process.exitCode = isSkipped ? 0 : 1;
});
