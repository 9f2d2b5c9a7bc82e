// What of the OpenAPI document was asked: every operation with a good answer, and every refusal
// that the document names.

// Streams, and the document itself: openapi_test.mjs asks these.
const others = new Set(["FollowLog", "OpenSocket", "ShowApi", "GetDocument"]);

// What one file has, though the document has it in several parts.
const inStoreFile = new Set(["store", "projections", "server"]);

const refusals = ["400", "404", "405", "409", "415", "422"];

// Documented for all commands, whether or not one has a number, say, that could be wrong: these
// have to be met once, by any file.
const inEveryCommand = ["CreateUser", "CreateInvoice", "CreateMetric", "CreateOrder"];
const inEveryRead = ["account", "invoice", "metric"];

export class Coverage {
  #answered = new Set();
  #met = new Map(); // code → files

  constructor(document) {
    this.operations = document.operations().map((one) => ({
      id: one.id,
      file: inStoreFile.has(one.json.tags[0]) ? "store" : one.json.tags[0],
      method: one.method,
      pattern: new RegExp(`^(/api)?${one.path.replace(/^\/api/, "").replace(/\{\w+\}/g, "[^/]+")}$`),
      parameters: one.path.split("{").length - 1,
      codes: refusals.flatMap((status) => codesOf(one, status)),
    }));
  }

  note(method, url, answer) {
    const path = new URL(url).pathname;
    const found = this.operations
      .filter((one) => one.method === method && one.pattern.test(path))
      .sort((a, b) => a.parameters - b.parameters)[0];
    if (!found) return;
    if (answer.status < 400) this.#answered.add(found.id);
    const code = answer.json?.code;
    if (code) this.#met.set(code, (this.#met.get(code) ?? new Set()).add(found.file));
  }

  // One sentence for each thing that no file asked for.
  gaps() {
    const missing = this.operations
      .filter((one) => !others.has(one.id) && !this.#answered.has(one.id))
      .map((one) => `${one.file}.http: ${one.id} is asked by no file with a good answer`);
    return [...missing, ...this.#codesNotMet()];
  }

  #codesNotMet() {
    const common = new Set([...this.#shared(inEveryCommand), ...this.#shared(inEveryRead)]);
    const gaps = new Set();
    for (const { file, codes } of this.operations) {
      for (const code of codes) {
        const met = this.#met.get(code);
        if (common.has(code) && !met) gaps.add(`${code} is met by no file`);
        const place = `${file}.http: ${code}`;
        if (common.has(code) || met?.has(file)) continue;
        gaps.add(`${place} is never met`);
      }
    }
    return gaps;
  }

  // The codes that all of these operations name.
  #shared(ids) {
    const lists = ids.map((id) => this.operations.find((one) => one.id === id).codes);
    return lists[0].filter((code) => lists.every((codes) => codes.includes(code)));
  }
}

function codesOf(operation, status) {
  if (!operation.names(status)) return [];
  const examples = operation.response(status).content?.["application/problem+json"]?.examples ?? {};
  return Object.values(examples).map((example) => example.value.code);
}
