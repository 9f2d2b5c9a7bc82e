// The browser: found, started, and watched for anything it complains about.

import { existsSync } from "node:fs";

const candidates = [
  process.env.DAYBOOK_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export class Missing extends Error {}

export async function launchBrowser() {
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath)
    throw new Missing("no chromium found: install it, or name it in DAYBOOK_CHROMIUM");
  let playwright;
  try {
    playwright = await import("playwright-core");
  } catch {
    throw new Missing(
      "playwright-core is not installed: run `npm ci --ignore-scripts` in tests/e2e",
    );
  }
  return playwright.chromium.launch({ executablePath, args: quiet });
}

/** Collects what must never appear: script errors, blocked content, dialogs, strange requests. */
export function watch(page) {
  const complaints = [];
  // A refused command is reported by the browser as a failed load; those the test provokes.
  const expected = /Failed to load resource: .*(status of 4(00|04|09)|net::ERR_)/;
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !expected.test(text)) complaints.push(`console: ${text}`);
    if (/content security policy/i.test(text)) complaints.push(`policy: ${text}`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.hostname !== "127.0.0.1" && url.protocol !== "data:")
      complaints.push(`foreign request: ${url}`);
  });
  return complaints;
}
