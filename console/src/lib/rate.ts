// Events per second over the last minute: one counter a second, the oldest falls out.

export class Rate {
  readonly #counts: number[] = new Array(60).fill(0);
  #second = 0;

  count(events: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#counts[this.#counts.length - 1]! += events;
  }

  /** Oldest second first; the last one is still being counted. */
  perSecond(nowMs: number): number[] {
    this.#advance(nowMs);
    return [...this.#counts];
  }

  #advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const passed = Math.min(this.#counts.length, Math.max(0, second - this.#second));
    for (let step = 0; step < passed; step++) {
      this.#counts.shift();
      this.#counts.push(0);
    }
    this.#second = Math.max(this.#second, second);
  }
}

/** The mean of the last five whole seconds. */
export function recentRate(perSecond: number[]): number {
  const whole = perSecond.slice(-6, -1);
  return whole.reduce((sum, count) => sum + count, 0) / whole.length;
}
