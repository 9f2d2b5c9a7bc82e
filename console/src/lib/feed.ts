// The live feed: one connection to the log that heals itself. It knows the last position it has
// handed on, resumes just behind it, and never hands on an event twice or out of order.
//
//   connecting ──▶ live ──▶ reconnecting ──▶ live
//                               │  ▲
//                               ▼  │ (after several failures; it keeps trying)
//                             offline

import type { EventPage, Result } from "./api";
import { parseEvent, type LoggedEvent } from "./event";

export type FeedState = "connecting" | "live" | "reconnecting" | "offline";

export interface EventStream {
  close(): void;
}

export interface StreamHandlers {
  opened(): void;
  received(envelope: string): void;
  failed(): void;
}

/** What the feed needs from the world; tests give their own. */
export interface FeedPorts {
  newestEvents(limit: number): Promise<Result<EventPage>>;
  openStream(from: number, handlers: StreamHandlers): EventStream;
  after(delayMs: number, run: () => void): () => void;
  random(): number;
}

export interface FeedListener {
  stateChanged(state: FeedState, retryInMs: number): void;
  /** Oldest first. */
  arrived(events: LoggedEvent[], live: boolean): void;
  /** The log is another one than before, or too far ahead: what was handed on no longer adjoins. */
  restarted(): void;
}

const firstPageSize = 100;
const catchUpMax = 5000;
const failuresUntilOffline = 4;
const stableAfterMs = 3000;
const retryMinMs = 500;
const retryMaxMs = 10_000;

export class Feed {
  #position: number | undefined;
  #failures = 0;
  #everLive = false;
  // Grows with each attempt, so that a late answer to an abandoned one is recognised and dropped.
  #attempt = 0;
  #stream: EventStream | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(
    private readonly ports: FeedPorts,
    private readonly listener: FeedListener,
  ) {}

  get position(): number {
    return this.#position ?? 0;
  }

  start(): void {
    void this.#connect();
  }

  /** Closes the connection and keeps the position; start() resumes from it. */
  stop(): void {
    this.#attempt++;
    this.#cancelTimer?.();
    this.#stream?.close();
    this.#stream = undefined;
  }

  retryNow(): void {
    this.stop();
    this.start();
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    this.listener.stateChanged(this.#waitingState(), 0);
    const newest = await this.ports.newestEvents(firstPageSize);
    if (attempt !== this.#attempt) return;
    if (!newest.ok) return this.#lost();
    this.#adjoin(newest.value);
    this.#stream = this.ports.openStream(this.position, {
      opened: () => attempt === this.#attempt && this.#opened(),
      received: (envelope) => attempt === this.#attempt && this.#received(envelope),
      failed: () => attempt === this.#attempt && this.#lost(),
    });
  }

  // The first page fills an empty page at once. Later it tells whether the log still continues
  // where we stopped: a smaller head is another log, a far larger one is not worth replaying.
  #adjoin({ events, head }: EventPage): void {
    const known = this.#position;
    if (known !== undefined && head >= known && head - known <= catchUpMax) return;
    if (known !== undefined) this.listener.restarted();
    this.#position = events[0]?.position ?? 0;
    if (events.length > 0) this.listener.arrived([...events].reverse(), false);
  }

  // A connection that opens and breaks at once must not be retried at full speed for ever.
  #opened(): void {
    this.#everLive = true;
    this.#cancelTimer = this.ports.after(stableAfterMs, () => (this.#failures = 0));
    this.listener.stateChanged("live", 0);
  }

  #received(envelope: string): void {
    const event = parseEvent(envelope);
    if (event.position <= this.position) return;
    this.#position = event.position;
    this.listener.arrived([event], true);
  }

  #lost(): void {
    this.stop();
    this.#failures++;
    const backOffMs = Math.min(retryMaxMs, retryMinMs * 2 ** (this.#failures - 1));
    // Some jitter, so that many pages do not return to a restarted server at the same moment.
    const delayMs = Math.round(backOffMs * (0.75 + this.ports.random() / 2));
    this.listener.stateChanged(this.#waitingState(), delayMs);
    this.#cancelTimer = this.ports.after(delayMs, () => void this.#connect());
  }

  #waitingState(): FeedState {
    if (this.#failures >= failuresUntilOffline) return "offline";
    return this.#everLive ? "reconnecting" : "connecting";
  }
}
