// One form's request: at most one in flight, its refusal kept beside the fields, and a repeat after
// a lost answer recognised by the server, so that pressing the button again never moves money
// twice.

import type { Problem, Recorded, Result } from "./api";

export class Submission {
  busy = $state(false);
  problem = $state.raw<Problem | undefined>();
  recorded = $state.raw<Recorded | undefined>();
  #key = "";
  #request = "";

  async send(
    path: string,
    body: string,
    command: (path: string, body: string, key: string) => Promise<Result<Recorded>>,
  ): Promise<Recorded | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.recorded = undefined;
    const answer = await command(path, body, this.#keyFor(path + body));
    this.busy = false;
    const isSettled = answer.ok || (answer.problem.status > 0 && answer.problem.status < 500);
    if (isSettled) this.#request = "";
    this.problem = answer.ok ? undefined : answer.problem;
    this.recorded = answer.ok ? answer.value : undefined;
    return this.recorded;
  }

  clear(): void {
    this.problem = undefined;
    this.recorded = undefined;
  }

  /** The message for one input field; the form shows the others. */
  fieldProblem(field: string): string {
    return this.problem?.field === field ? this.problem.detail : "";
  }

  #keyFor(request: string): string {
    if (request !== this.#request) this.#key = uniqueKey();
    this.#request = request;
    return this.#key;
  }
}

// crypto.randomUUID exists only on secure origins, and a server may be reached by plain HTTP.
function uniqueKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
