// What the lines of a .http file say of an answer: values put in, values kept, and whether an
// answer {status, headers, text, json} is as expected.

import { isDeepStrictEqual } from "node:util";

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function instant(name) {
  const found = /^now(?:([+-]\d+)(ms|s|m|h|d))?$/.exec(name);
  if (!found) return undefined;
  const distance = found[1] ? Number(found[1]) * units[found[2]] : 0;
  return new Date(Date.now() + distance).toISOString();
}

// The text with {{name}} and {{now+5s}} replaced.
export function fill(text, values) {
  return text.replace(/\{\{([^{}]+)\}\}/g, (whole, name) => {
    const value = values[name.trim()] ?? instant(name.trim());
    if (value === undefined) throw new Error(`nothing is known as ${whole}`);
    return value;
  });
}

// What is at "$.accounts[0].name" of a JSON value; undefined where there is nothing.
export function valueAt(json, path) {
  const steps = path.slice(1).match(/\.[\w$-]+|\[-?\d+\]/g) ?? [];
  if (steps.join("") !== path.slice(1)) throw new Error(`no path: ${path}`);
  return steps.reduce(
    (at, step) => (step[0] === "." ? at?.[step.slice(1)] : at?.at?.(Number(step.slice(1, -1)))),
    json,
  );
}

// "$.path", "header NAME", or "link next": the address that a Link header names.
export function keep(source, answer, base) {
  const [word, name] = source.split(/\s+/);
  if (word === "header") return answer.headers.get(name) ?? undefined;
  if (word === "link") {
    const found = new RegExp(`<([^>]*)>; rel="${name}"`).exec(answer.headers.get("link") ?? "");
    return found ? new URL(found[1], base).href : undefined;
  }
  const value = valueAt(answer.json, source);
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}

const isAsSaid = (isEqual, sign) => isEqual === (sign === "=");

const checks = {
  status({ status, code, detail }, answer, values) {
    if (answer.status !== status) return `${answer.status}`;
    if (code && answer.json?.code !== code) return `the code ${answer.json?.code}`;
    const wanted = detail && JSON.parse(fill(detail, values));
    if (detail && answer.json.detail !== wanted) return JSON.stringify(answer.json.detail);
    return undefined;
  },
  header({ name, sign, text }, answer, values) {
    const found = answer.headers.get(name) ?? "";
    return isAsSaid(found === fill(text, values), sign) ? undefined : JSON.stringify(found);
  },
  member({ path, sign, json }, answer, values) {
    const found = valueAt(answer.json, path);
    const isEqual = isDeepStrictEqual(found, JSON.parse(fill(json, values)));
    return isAsSaid(isEqual, sign) ? undefined : (JSON.stringify(found) ?? "nothing");
  },
  absent({ path }, answer) {
    const found = valueAt(answer.json, path);
    return found === undefined ? undefined : JSON.stringify(found);
  },
};

// A sentence for the first wish that does not hold; undefined when all do.
export function faultIn(answer, wishes, values) {
  for (const wish of wishes) {
    const came = checks[wish.kind](wish, answer, values);
    if (came === undefined) continue;
    const wanted = wish.line.replace(/^#\s*[=~]>\s*/, "");
    return `expected ${wanted}, came ${came}; ${answer.status} ${answer.text.slice(0, 500)}`;
  }
  return undefined;
}
