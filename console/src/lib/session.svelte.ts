// Everything that lives as long as the page: the feed, and what it keeps current.

import { Accounts } from "./accounts.svelte";
import { browserPorts } from "./browser_feed";
import type { LoggedEvent } from "./event";
import { EventLog } from "./event_log.svelte";
import { Feed, type FeedState } from "./feed";
import { AccountHistory } from "./history.svelte";

// A hidden page gets no animation frames; it still has to empty its queue.
const flushAtLatestMs = 1000;
// Nobody reads a flood row by row: after a large batch the page rests, and stays quick to the
// touch.
const largeBatch = 50;
const restMs = 250;
// Browsers allow six plain HTTP connections to a server; pages nobody looks at give theirs back.
const hiddenUntilStopMs = 60_000;

interface Batch {
  events: LoggedEvent[];
  live: boolean;
}

export class Session {
  readonly accounts = new Accounts();
  readonly log = new EventLog();
  history = $state.raw<AccountHistory | undefined>();
  feedState = $state<FeedState>("connecting");
  retryAtMs = $state(0);

  #arrived: Batch[] = [];
  #frame = 0;
  #restUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  readonly #feed = new Feed(browserPorts, {
    stateChanged: (state, retryInMs) => this.#stateChanged(state, retryInMs),
    arrived: (events, live) => this.#queue({ events, live }),
    restarted: () => this.#restarted(),
  });

  start(): void {
    this.#feed.start();
    void this.accounts.load();
    setInterval(() => this.log.tick(Date.now()), 1000);
    window.addEventListener("online", () => this.reconnect());
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
  }

  reconnect(): void {
    if (this.feedState !== "live" && !this.#stopped) this.#feed.retryNow();
  }

  /** Shows the history of this account from now on. */
  open(accountId: string): void {
    this.history?.abandon();
    this.history = new AccountHistory(accountId);
    void this.history.load();
  }

  #stateChanged(state: FeedState, retryInMs: number): void {
    this.feedState = state;
    this.retryAtMs = retryInMs > 0 ? Date.now() + retryInMs : 0;
    // What failed while the server was away is asked again once it is back.
    if (state !== "live") return;
    if (!this.accounts.loaded) void this.accounts.load();
    if (this.history?.problem) void this.history.load();
  }

  #queue(batch: Batch): void {
    this.#arrived.push(batch);
    if (this.#timer !== undefined) return;
    const now = performance.now();
    if (now < this.#restUntil) {
      this.#timer = setTimeout(() => this.#flush(), this.#restUntil - now);
    } else {
      this.#frame = requestAnimationFrame(() => this.#flush());
      this.#timer = setTimeout(() => this.#flush(), flushAtLatestMs);
    }
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batches = this.#arrived;
    this.#arrived = [];
    const count = batches.reduce((sum, batch) => sum + batch.events.length, 0);
    this.#restUntil = count > largeBatch ? performance.now() + restMs : 0;
    for (const live of [false, true]) {
      const events = batches.flatMap((batch) => (batch.live === live ? batch.events : []));
      if (events.length === 0) continue;
      this.log.take(events, live);
      this.accounts.apply(events, live);
      if (live) this.history?.apply(events);
    }
  }

  #restarted(): void {
    this.#arrived = [];
    this.log.clear();
    void this.accounts.load();
    void this.history?.load();
  }

  #visibilityChanged(): void {
    clearTimeout(this.#stopTimer);
    if (document.hidden) {
      this.#stopTimer = setTimeout(() => {
        this.#stopped = true;
        this.#feed.stop();
      }, hiddenUntilStopMs);
    } else if (this.#stopped) {
      this.#stopped = false;
      this.#feed.start();
    }
  }
}
