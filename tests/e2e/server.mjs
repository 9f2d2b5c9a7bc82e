// A `daybook serve` of the test's own: started, killed and started again on the same port and data.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const readyLine = /^daybook ready on (http:\/\/127\.0\.0\.1:(\d+))/;
const readyWithinMs = 30_000;

export class Server {
  output = [];
  base = "";
  #port = 0;

  constructor(binary, dataDirectory) {
    this.binary = binary;
    this.dataDirectory = dataDirectory;
  }

  async start() {
    const listen = `127.0.0.1:${this.#port}`;
    const options = ["serve", "--data", this.dataDirectory, "--listen", listen];
    // Several tests may run at once; only one could have the default metrics port.
    const env = { ...process.env, DAYBOOK_METRICS_LISTEN: "off" };
    this.process = spawn(this.binary, options, { env, stdio: ["ignore", "pipe", "pipe"] });
    createInterface({ input: this.process.stderr }).on("line", (line) => this.output.push(line));
    const found = await this.#ready();
    this.base = found[1];
    this.#port = Number(found[2]);
  }

  #ready() {
    return new Promise((resolve, reject) => {
      const fail = (reason) => reject(new Error(`${reason}\n${this.lastOutput()}`));
      const deadline = setTimeout(() => fail("the server was not ready in time"), readyWithinMs);
      this.process.once("error", (error) => fail(`cannot start ${this.binary}: ${error.message}`));
      this.process.once("exit", (code) =>
        fail(`the server ended with ${code} before it was ready`),
      );
      createInterface({ input: this.process.stdout }).on("line", (line) => {
        this.output.push(line);
        const found = readyLine.exec(line);
        if (!found) return;
        clearTimeout(deadline);
        resolve(found);
      });
    });
  }

  async kill() {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }

  lastOutput() {
    return this.output.slice(-20).join("\n");
  }

  async get(path) {
    const response = await fetch(this.base + path);
    if (!response.ok)
      throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  async post(path, body) {
    const response = await fetch(this.base + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
