// Reads a .http file: requests, what is expected of each answer, and what is kept of it.
// docs/how_to/trying_every_operation.md shows the format.

// "# => …" is asked once; "# ~> …" is asked again until it holds.
const expectation = /^#\s*(=>|~>)\s*(.+)$/;
const keeping = /^#\s*@(\w+)\s*=\s*(.+)$/;
const variable = /^@(\w+)\s*=\s*(.*)$/;
const requestLine = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(\S+)$/;
const statusLine = /^(\d{3})(?:\s+([\w-]+)(?:\s+(".*"))?)?$/;

// One wish of what is written behind the arrow.
function readWish(text) {
  const status = statusLine.exec(text);
  if (status) {
    const [, number, code, detail] = status;
    return { kind: "status", status: Number(number), code, detail };
  }
  const absent = /^absent\s+(\$\S*)$/.exec(text);
  if (absent) return { kind: "absent", path: absent[1] };
  const present = /^header\s+([\w-]+)$/.exec(text);
  if (present) return { kind: "header", name: present[1], sign: "!=", text: "" };
  const header = /^header\s+([\w-]+)\s*(=|!=)\s?(.*)$/.exec(text);
  if (header) return { kind: "header", name: header[1], sign: header[2], text: header[3] };
  const member = /^(\$\S*)\s+(=|!=)\s+(.+)$/.exec(text);
  if (member) return { kind: "member", path: member[1], sign: member[2], json: member[3] };
  return undefined;
}

function readComment(line, request, fail) {
  const kept = keeping.exec(line);
  if (kept) request.kept.push({ name: kept[1], source: kept[2].trim() });
  const found = expectation.exec(line);
  if (!found) return;
  const wish = readWish(found[2].trim());
  if (!wish) fail(`cannot read the expectation: ${line}`);
  request.wishes.push({ ...wish, line });
  request.asksAgain ||= found[1] === "~>";
}

function readBlock(lines, first, fileName) {
  const name = lines[0].replace(/^#+\s*/, "").trim();
  const fail = (why) => {
    throw new Error(`${fileName}:${first}: ${name}: ${why}`);
  };
  const request = { name, place: `${fileName}:${first}`, headers: [], wishes: [], kept: [] };
  let part = "before";
  const body = [];
  for (const line of lines.slice(1)) {
    if (line.startsWith("#")) {
      readComment(line, request, fail);
    } else if (part === "before") {
      if (line.trim() === "") continue;
      const found = requestLine.exec(line.trim());
      if (!found) fail(`no request: ${line}`);
      [, request.method, request.target] = found;
      part = "headers";
    } else if (part === "headers") {
      if (line.trim() === "") part = "body";
      else request.headers.push([line.split(":", 1)[0], line.slice(line.indexOf(":") + 1).trim()]);
    } else {
      body.push(line);
    }
  }
  if (!request.method) fail("there is no request");
  if (!request.wishes.some((wish) => wish.kind === "status")) fail("nothing is expected of it");
  request.body = body.join("\n").trim();
  return request;
}

// {variables, requests} of the text of a file.
export function readHttpFile(text, fileName) {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, at) => (line.startsWith("###") ? [at] : []));
  const variables = {};
  for (const line of lines.slice(0, starts[0])) {
    const found = variable.exec(line);
    if (found) variables[found[1]] = found[2].trim();
  }
  const requests = starts.map((start, index) =>
    readBlock(lines.slice(start, starts[index + 1]), start + 1, fileName),
  );
  return { variables, requests };
}
