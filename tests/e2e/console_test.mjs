// The web console against a real server in a real browser.
//   node tests/e2e/console_test.mjs BINARY        (or DAYBOOK_BINARY)
// DAYBOOK_E2E_OPTIONAL=1 turns a missing browser into a skip.
// DAYBOOK_E2E_SCREENSHOT=FILE keeps what was on the page at a failure.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser, Missing, watch } from "./browser.mjs";
import { Server } from "./server.mjs";

const hostileName = "<img src=x onerror=alert(1)>";
const withinMs = 15_000;

let page;
let server;
let accountId;

const at = (testId) => page.getByTestId(testId);
const shows = (testId, text) => at(testId).filter({ hasText: text }).first().waitFor();
const rows = (type) =>
  page.locator(`[data-testid="event-row"]${type ? `[data-type="${type}"]` : ""}`);
const chip = (type) => page.locator(`[data-testid="type-chip"][data-type="${type}"]`);
const connection = (state) =>
  page.locator(`[data-testid="connection"][data-state="${state}"]`).waitFor();
const depositElsewhere = (amount) => server.post(`/api/accounts/${accountId}/deposit`, { amount });

async function eventually(what, condition) {
  const deadline = Date.now() + withinMs;
  let last;
  do {
    last = await condition();
    if (last === true) return;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  } while (Date.now() < deadline);
  assert.fail(`${what}; last seen: ${JSON.stringify(last)}`);
}

const countOf = (locator, wanted) => async () => {
  const count = await locator.count();
  return count === wanted || count;
};

async function shownPositions() {
  return rows().evaluateAll((items) => items.map((item) => Number(item.dataset.position)));
}

async function submitAmount(amount, verb) {
  await at("money-form").locator('[name="amount"]').fill(amount);
  await at(verb).click();
}

const steps = {
  "an empty server shows how to begin": async () => {
    const answer = await page.goto(`${server.base}/`);
    const policy = answer.headers()["content-security-policy"] ?? "";
    assert.match(policy, /default-src 'self'/, "the page is served with a strict policy");
    await connection("live");
    await at("accounts-empty").waitFor();
    await at("events-empty").waitFor();
    await page.evaluate(() => (window.stillTheSamePage = true));
  },

  "a refused input is explained beside its field": async () => {
    await at("create-form").locator('[name="name"]').fill("Ada");
    await at("create-form").locator('[name="email"]').fill("nowhere");
    await at("create-submit").click();
    await page.locator('[data-testid="field-problem"], [data-testid="problem"]').first().waitFor();
  },

  "a hostile name is text, everywhere": async () => {
    await at("create-form").locator('[name="name"]').fill(hostileName);
    await at("create-form").locator('[name="email"]').fill("mallory@example.org");
    await at("create-submit").click();
    await shows("detail-name", hostileName);
    await shows("account-row", hostileName);
    await rows("UserCreated").filter({ hasText: hostileName }).waitFor();
    await rows("UserCreated").locator("button").first().click();
    await rows("UserCreated").locator("pre").filter({ hasText: hostileName }).waitFor();
    assert.equal(await page.locator("img").count(), 0, "no element was made of the name");
    accountId = await at("account-row").first().getAttribute("data-account-id");
  },

  "money moves exactly, and each move arrives in the log without a reload": async () => {
    await submitAmount("100.10", "deposit");
    await shows("detail-balance", "100.10");
    await submitAmount("0.20", "withdraw");
    await shows("detail-balance", "99.90");
    await shows("account-row", "99.90");
    await rows("FundsDeposited").filter({ hasText: "Deposited 100.10 USD" }).waitFor();
    await rows("FundsWithdrawn").filter({ hasText: "Withdrew 0.20 USD" }).waitFor();
    await eventually("three history entries", countOf(at("history-entry"), 3));
  },

  "a refusal is shown in the server's words": async () => {
    await submitAmount("1000000", "withdraw");
    await shows("problem", "Insufficient funds");
    await shows("detail-balance", "99.90");
    await submitAmount("-5", "deposit");
    await page.getByText("Deposit amount must be positive").first().waitFor();
    await eventually("no further event", countOf(rows(), 3));
  },

  "what others do appears by itself": async () => {
    await depositElsewhere(0.1);
    await shows("detail-balance", "100.00");
    await rows("FundsDeposited").filter({ hasText: "Deposited 0.10 USD" }).waitFor();
  },

  "the type filter leaves only that type": async () => {
    await chip("FundsWithdrawn").click();
    await eventually("one row left", countOf(rows(), 1));
    assert.equal(await rows("FundsWithdrawn").count(), 1);
    await at("clear-filters").click();
    await eventually("all rows again", countOf(rows(), 4));
  },

  "the text filter finds streams": async () => {
    await at("event-filter").fill("no-such-stream");
    await eventually("no row", countOf(rows(), 0));
    await at("event-filter").fill(accountId);
    await eventually("all rows of the account", countOf(rows(), 4));
    await at("event-filter").fill("");
  },

  "a paused log counts, and loses nothing": async () => {
    await at("pause").click();
    await depositElsewhere(1);
    await depositElsewhere(2);
    await page.locator('[data-testid="waiting"][data-count="2"]').waitFor();
    assert.equal(await rows().count(), 4, "a paused log stands still");
    await at("pause").click();
    await eventually("both events", countOf(rows(), 6));
  },

  "a killed server is noticed, its return too, without gaps or duplicates": async () => {
    await server.kill();
    await page.locator('[data-testid="connection"]:not([data-state="live"])').waitFor();
    await submitAmount("5", "deposit");
    await shows("problem", "cannot be reached");
    await server.start();
    await depositElsewhere(4);
    await connection("live");
    await rows("FundsDeposited").filter({ hasText: "Deposited 4.00 USD" }).waitFor();
    await shows("detail-balance", "107.00");
    const logged = await server.get("/api/events?direction=backward&limit=100");
    assert.deepEqual(
      await shownPositions(),
      logged.map((event) => event.position),
    );
  },

  "closing ends the account and keeps its history": async () => {
    await at("close-section").locator("summary").click();
    await at("close-section").locator('[name="reason"]').fill("Moved away");
    await at("close-submit").click();
    await shows("detail-state", "Closed");
    await at("closed-badge").waitFor();
    await rows("AccountClosed").filter({ hasText: "Moved away" }).waitFor();
    assert.equal(await at("money-form").count(), 0, "a closed account offers no deposit");
    await eventually("eight history entries", countOf(at("history-entry"), 8));
    assert.equal(
      await page.evaluate(() => window.stillTheSamePage),
      true,
      "the page was never reloaded",
    );
  },

  "a link to an unknown account says so": async () => {
    await page.goto(`${server.base}/#/accounts/nobody`);
    await at("problem").waitFor();
  },

  "a phone has no sideways scroll": async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    for (const place of ["#/", "#/new", `#/accounts/${accountId}`, "#/events"]) {
      await page.goto(`${server.base}/${place}`);
      await connection("live");
      const excess = await page.evaluate(() => {
        const boxes = [document.documentElement, ...document.querySelectorAll(".pane")];
        return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
      });
      assert.ok(excess <= 0, `${place} is ${excess} pixels too wide`);
    }
    // The tab leads back to where the reader was, and from there to the list.
    await at("tab-accounts").click();
    await shows("detail-name", hostileName);
    await page.getByRole("link", { name: "Accounts", exact: true }).last().click();
    await at("account-row").first().waitFor();
  },

  "the chosen theme is remembered": async () => {
    const themeNow = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await at("theme-toggle").click();
    await eventually("a dark page", async () => (await themeNow()) === "dark");
    await page.reload();
    await connection("live");
    assert.equal(await themeNow(), "dark");
  },
};

async function run(binary) {
  const browser = await launchBrowser();
  const directory = await mkdtemp(join(tmpdir(), "daybook-e2e-"));
  let doing = "starting the server";
  try {
    server = new Server(binary, join(directory, "data"));
    await server.start();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
    page.setDefaultTimeout(withinMs);
    const complaints = watch(page);
    for (const [name, step] of Object.entries(steps)) {
      doing = name;
      await step();
      assert.deepEqual(complaints, [], "the browser complained");
      console.log(`ok   ${name}`);
    }
  } catch (error) {
    const screenshot = process.env.DAYBOOK_E2E_SCREENSHOT;
    if (screenshot && page) await page.screenshot({ path: screenshot }).catch(() => {});
    console.error(
      `FAIL ${doing}\n${error.stack}\n--- the server's last words\n${server?.lastOutput()}`,
    );
    process.exitCode = 1;
  } finally {
    await browser.close();
    await server?.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

const binary = process.argv[2] ?? process.env.DAYBOOK_BINARY;
if (!binary) {
  console.error("usage: node console_test.mjs BINARY, or set DAYBOOK_BINARY");
  process.exit(2);
}
await run(binary).catch((error) => {
  const isSkipped = error instanceof Missing && process.env.DAYBOOK_E2E_OPTIONAL === "1";
  console.error(`${isSkipped ? "SKIPPED" : "FAIL"}: ${error.message}`);
  process.exitCode = isSkipped ? 0 : 1;
});
