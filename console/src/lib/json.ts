// Reads JSON as text and keeps it as text. JSON.parse turns every number into a double, reorders
// keys and drops duplicates; money and event data must be shown exactly as they are stored.

export type TokenKind = "key" | "string" | "number" | "literal" | "punctuation";

export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
}

const scalar = /-?\d[\d.eE+-]*|true|false|null/y;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    const before = tokens.at(-1);
    if (text[at] === ":" && before?.kind === "string") before.kind = "key";
    tokens.push(token);
    at = skipSpace(text, token.end);
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const first = text[start]!;
  if ("{}[],:".includes(first)) return { kind: "punctuation", start, end: start + 1 };
  if (first === '"') return { kind: "string", start, end: stringEnd(text, start) };
  scalar.lastIndex = start;
  const found = scalar.exec(text);
  if (!found) throw new SyntaxError(`unexpected ${first} at ${start}`);
  const kind = /[tfn]/.test(first) ? "literal" : "number";
  return { kind, start, end: scalar.lastIndex };
}

function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote > 0) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  throw new SyntaxError(`string without end at ${start}`);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

/** The members of the outermost object, each value as the text that was written. */
export function members(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of parts(text, "{")) {
    if (part.key !== undefined) found.set(part.key, part.value);
  }
  return found;
}

/** The elements of the outermost array, each as the text that was written. */
export function elements(text: string): string[] {
  return parts(text, "[").map((part) => part.value);
}

interface Part {
  key: string | undefined;
  value: string;
}

function parts(text: string, opening: "{" | "["): Part[] {
  const tokens = tokenize(text);
  if (tokens.length === 0 || text[tokens[0]!.start] !== opening) return [];
  const found: Part[] = [];
  let depth = 0;
  let key: string | undefined;
  let valueStart = -1;
  for (const [index, token] of tokens.entries()) {
    const sign = token.kind === "punctuation" ? text[token.start]! : "";
    if (sign === "}" || sign === "]") depth--;
    const partEnds = (depth === 1 && sign === ",") || (depth === 0 && index > 0);
    if (partEnds && valueStart >= 0) {
      found.push({ key, value: text.slice(valueStart, tokens[index - 1]!.end) });
      valueStart = -1;
    } else if (depth === 1 && token.kind === "key") {
      key = JSON.parse(text.slice(token.start, token.end)) as string;
    } else if (depth === 1 && valueStart < 0 && sign !== ":" && sign !== ",") {
      valueStart = token.start;
    }
    if (sign === "{" || sign === "[") depth++;
  }
  return found;
}

/** A string or number member as plain text; absent and null are "". */
export function plain(value: string | undefined): string {
  if (value === undefined || value === "null") return "";
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

export interface Span {
  kind: TokenKind;
  text: string;
}

export interface Line {
  indent: number;
  spans: Span[];
}

/** The text laid out one member a line; keys, strings and numbers stay letter for letter. */
export function layout(text: string): Line[] {
  const lines: Line[] = [{ indent: 0, spans: [] }];
  let indent = 0;
  let previous = "";
  const breakLine = (): number => lines.push({ indent, spans: [] });
  for (const token of tokenize(text)) {
    const word = text.slice(token.start, token.end);
    const isMark = token.kind === "punctuation";
    const closes = isMark && (word === "}" || word === "]");
    if (closes) indent--;
    if (closes && previous !== "{" && previous !== "[") breakLine();
    else if (!closes && (previous === "{" || previous === "[")) breakLine();
    const shown = isMark && word === ":" ? ": " : word;
    lines.at(-1)!.spans.push({ kind: token.kind, text: shown });
    if (isMark && word === ",") breakLine();
    if (isMark && (word === "{" || word === "[")) indent++;
    previous = isMark ? word : "";
  }
  return lines;
}
