/// <reference types="node" />
import assert from "node:assert/strict";
import test from "node:test";
import type { EventPage, Result } from "./api";
import { parseEvent, type LoggedEvent } from "./event";
import { Feed, type FeedState, type StreamHandlers } from "./feed";

const envelope = (position: number): string =>
  JSON.stringify({ type: "T", stream: "s-1", version: 1, position, recordedAt: "", data: null });

// The delay that the feed asks for to trust an open connection, and not to retry.
const stableAfterMs = 3000;

/** A server made of a list of positions, and a clock that moves when told. */
class World {
  log: number[] = [];
  reachable = true;
  handlers: StreamHandlers | undefined;
  openedFrom: number[] = [];
  delays: number[] = [];
  retry: (() => void) | undefined;
  seen: number[] = [];
  states: FeedState[] = [];
  restarts = 0;

  readonly feed = new Feed(
    {
      newestEvents: async (limit) => this.page(limit),
      openStream: (from, handlers) => {
        this.openedFrom.push(from);
        this.handlers = handlers;
        return { close: () => (this.handlers = undefined) };
      },
      after: (delayMs, run) => {
        if (delayMs === stableAfterMs) return () => undefined;
        this.delays.push(delayMs);
        this.retry = run;
        return () => (this.retry = undefined);
      },
      random: () => 0.5,
    },
    {
      stateChanged: (state) => this.states.push(state),
      arrived: (events: LoggedEvent[]) => this.seen.push(...events.map((event) => event.position)),
      restarted: () => {
        this.restarts++;
        this.seen = [];
      },
    },
  );

  page(limit: number): Result<EventPage> {
    if (!this.reachable) {
      const problem = { kind: "unreachable", status: 0, code: "", detail: "", field: "" } as const;
      return { ok: false, problem };
    }
    const events = this.log
      .slice(-limit)
      .reverse()
      .map((position) => parseEvent(envelope(position)));
    return { ok: true, value: { events, head: this.log.at(-1) ?? 0 } };
  }

  async settle(): Promise<void> {
    await new Promise((done) => setImmediate(done));
  }

  async start(): Promise<void> {
    this.feed.start();
    await this.settle();
    this.handlers?.opened();
  }

  send(...positions: number[]): void {
    for (const position of positions) this.handlers?.received(envelope(position));
  }

  async failAndRetry(): Promise<void> {
    this.handlers?.failed();
    await this.retryNow();
  }

  async retryNow(): Promise<void> {
    this.retry?.();
    await this.settle();
  }
}

test("the newest page comes first, then the stream from just behind it", async () => {
  const world = new World();
  world.log = [1, 2, 3];
  await world.start();
  world.send(4, 5);
  assert.deepEqual(world.seen, [1, 2, 3, 4, 5]);
  assert.deepEqual(world.openedFrom, [3]);
  assert.deepEqual(world.states, ["connecting", "live"]);
});

test("an empty log is streamed from its beginning", async () => {
  const world = new World();
  await world.start();
  assert.deepEqual(world.openedFrom, [0]);
});

test("a lost connection resumes at the last position, without gap or duplicate", async () => {
  const world = new World();
  world.log = [1, 2];
  await world.start();
  world.send(3);
  world.log = [1, 2, 3, 4, 5];
  await world.failAndRetry();
  world.handlers?.opened();
  world.send(3, 4, 5);
  assert.deepEqual(world.openedFrom, [2, 3]);
  assert.deepEqual(world.seen, [1, 2, 3, 4, 5]);
  assert.deepEqual(world.states.slice(2), ["reconnecting", "reconnecting", "live"]);
});

test("retries back off to a limit, and say offline after several failures", async () => {
  const world = new World();
  await world.start();
  world.reachable = false;
  world.handlers?.failed();
  for (let attempt = 0; attempt < 7; attempt++) await world.retryNow();
  assert.deepEqual(world.delays, [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  assert.equal(world.states.at(-1), "offline");
  world.reachable = true;
  await world.retryNow();
  world.handlers?.opened();
  assert.equal(world.states.at(-1), "live");
});

test("a connection that opens and breaks at once is not retried at full speed", async () => {
  const world = new World();
  await world.start();
  for (let attempt = 0; attempt < 3; attempt++) {
    await world.failAndRetry();
    world.handlers?.opened();
  }
  assert.deepEqual(world.delays, [500, 1000, 2000]);
});

test("another log behind the same address starts the page afresh", async () => {
  const world = new World();
  world.log = [1, 2, 3, 4];
  await world.start();
  world.log = [1, 2];
  await world.failAndRetry();
  assert.equal(world.restarts, 1);
  assert.deepEqual(world.seen, [1, 2]);
  assert.equal(world.openedFrom.at(-1), 2);
});

test("a log that has run far ahead is not replayed", async () => {
  const world = new World();
  world.log = [1];
  await world.start();
  world.log = Array.from({ length: 20_000 }, (_, index) => index + 1);
  await world.failAndRetry();
  assert.equal(world.restarts, 1);
  assert.equal(world.seen.length, 100);
  assert.equal(world.openedFrom.at(-1), 20_000);
});

test("a late answer to an abandoned attempt is dropped", async () => {
  const world = new World();
  world.log = [1];
  world.feed.start();
  world.feed.stop();
  await world.settle();
  assert.deepEqual(world.seen, []);
  assert.deepEqual(world.openedFrom, []);
});
