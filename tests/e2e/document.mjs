// The OpenAPI document of a server: its operations, and whether something fits its schemas.

import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const methods = ["get", "post", "put", "patch", "delete"];

const escaped = (name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));

export class Document {
  #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(json) {
    this.json = json;
    addFormats(this.#ajv);
    this.#ajv.addFormat("decimal", true);
    this.#ajv.addSchema(json, "document");
  }

  // What a reference within the document names; anything else is itself.
  resolve(value) {
    if (value?.$ref === undefined) return value;
    const steps = value.$ref.slice(2).split("/");
    const found = steps.reduce(
      (at, step) => at?.[step.replaceAll("~1", "/").replaceAll("~0", "~")],
      this.json,
    );
    if (found === undefined) throw new Error(`nothing is at ${value.$ref}`);
    return found;
  }

  operations() {
    return Object.entries(this.json.paths).flatMap(([path, item]) =>
      methods
        .filter((method) => item[method])
        .map((method) => new Operation(this, path, method, item[method])),
    );
  }

  // Nothing, or what is wrong. A schema may also be a place in the document.
  faultsIn(value, schema) {
    const validate = this.#ajv.compile(
      typeof schema === "string" ? { $ref: schema } : this.#absolute(schema),
    );
    return validate(value) ? null : this.#ajv.errorsText(validate.errors);
  }

  // References of a piece of the document, seen from outside of it.
  #absolute(schema) {
    return JSON.parse(JSON.stringify(schema), (key, value) =>
      key === "$ref" && value.startsWith("#") ? `document${value}` : value,
    );
  }
}

class Operation {
  constructor(document, path, method, json) {
    Object.assign(this, { document, path, method: method.toUpperCase(), json });
    this.id = json.operationId;
    this.parameters = (json.parameters ?? []).map((one) => document.resolve(one));
    this.body = json.requestBody?.content["application/json"];
    const id = this.parameters.find((one) => one.name === "id" && one.in === "path");
    this.idName = /^The (.+)$/.exec(id?.description ?? "")?.[1];
    this.place = `document#/paths/${escaped(path)}/${method}`;
  }

  get isStream() {
    return Object.values(this.json.responses).some(
      (one) => this.document.resolve(one).content?.["text/event-stream"],
    );
  }

  response(status) {
    return this.document.resolve(this.json.responses[status] ?? this.json.responses.default);
  }

  names(status) {
    return this.json.responses[status] !== undefined;
  }

  // The path with its parameters, and, if asked for, every query parameter that has an example.
  target(values, withQuery) {
    const exampleOf = (one) => one.example ?? one.schema.examples?.[0];
    const valueOf = (one) => values[one.name] ?? exampleOf(one);
    let target = this.path;
    const query = new URLSearchParams();
    for (const one of this.parameters) {
      if (one.in === "path")
        target = target.replace(`{${one.name}}`, encodeURIComponent(valueOf(one)));
      if (one.in !== "query" || !withQuery || exampleOf(one) === undefined) continue;
      for (const value of [exampleOf(one)].flat()) query.append(one.name, value);
    }
    return query.size ? `${target}?${query}` : target;
  }
}
