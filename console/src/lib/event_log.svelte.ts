// The live event log as the page shows it: bounded, filtered, and still while it is paused.

import { newestEvents, type Problem } from "./api";
import type { LoggedEvent } from "./event";
import { Rate, recentRate } from "./rate";

const keptMax = 5000;
const rowsMax = 300;
const olderPageSize = 100;
// Above this many at once, flashing each new row would only flicker.
const flashMax = 12;

const reversed = (events: LoggedEvent[]): LoggedEvent[] => [...events].reverse();

const isSystem = (event: LoggedEvent): boolean => event.stream.startsWith("$");

export class EventLog {
  /** Newest first. */
  events = $state.raw<LoggedEvent[]>([]);
  typeCounts = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** The system's own events, such as those of processes, are shown when they are asked for. */
  showsSystem = $state(false);
  systemCount = $state(0);
  selectedTypes = $state.raw<ReadonlySet<string>>(new Set());
  text = $state("");
  paused = $state(false);
  waitingCount = $state(0);
  head = $state(0);
  perSecond = $state.raw<number[]>([]);
  loadingOlder = $state(false);
  problem = $state.raw<Problem | undefined>();
  #reachedFirst = $state(false);
  /** Rows above this position are new enough to flash. */
  flashAfter = Number.POSITIVE_INFINITY;

  readonly matching = $derived(this.events.filter((event) => this.#matches(event)));
  readonly rows = $derived(this.matching.slice(0, rowsMax));
  readonly isFiltered = $derived(this.selectedTypes.size > 0 || this.text.trim() !== "");
  readonly eventsPerSecond = $derived(recentRate(this.perSecond));
  readonly mayHaveOlder = $derived(
    !this.#reachedFirst && this.events.length < keptMax && (this.events.at(-1)?.position ?? 1) > 1,
  );

  #waiting: LoggedEvent[] = [];
  readonly #rate = new Rate();

  /** Takes events in log order, as the feed hands them on. */
  take(events: LoggedEvent[], live: boolean): void {
    this.#countTypes(events);
    this.head = Math.max(this.head, events.at(-1)?.position ?? 0);
    if (live) this.#rate.count(events.length, Date.now());
    if (this.paused) {
      this.waitingCount += events.length;
      // Older ones would fall out of the bounded list anyway when the log goes on.
      this.#waiting = [...this.#waiting, ...events].slice(-keptMax);
      return;
    }
    const mayFlash = live && events.length <= flashMax;
    this.flashAfter = mayFlash ? (this.events[0]?.position ?? 0) : Number.POSITIVE_INFINITY;
    this.events = [...reversed(events), ...this.events].slice(0, keptMax);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.flashAfter = Number.POSITIVE_INFINITY;
    this.events = [...reversed(this.#waiting), ...this.events].slice(0, keptMax);
    this.#waiting = [];
    this.waitingCount = 0;
    this.paused = false;
  }

  clear(): void {
    this.events = [];
    this.typeCounts = new Map();
    this.systemCount = 0;
    this.head = 0;
    this.#waiting = [];
    this.waitingCount = 0;
    this.#reachedFirst = false;
  }

  tick(nowMs: number): void {
    this.perSecond = this.#rate.perSecond(nowMs);
  }

  toggleType(type: string): void {
    const types = new Set(this.selectedTypes);
    if (!types.delete(type)) types.add(type);
    this.selectedTypes = types;
  }

  clearFilters(): void {
    this.selectedTypes = new Set();
    this.text = "";
  }

  async loadOlder(): Promise<void> {
    const oldest = this.events.at(-1)?.position;
    if (oldest === undefined || this.loadingOlder) return;
    this.loadingOlder = true;
    const page = await newestEvents(olderPageSize, oldest);
    this.loadingOlder = false;
    this.problem = page.ok ? undefined : page.problem;
    if (!page.ok || this.events.at(-1)?.position !== oldest) return;
    this.#reachedFirst = page.value.events.length === 0;
    this.#countTypes(page.value.events);
    this.events = [...this.events, ...page.value.events].slice(0, keptMax);
  }

  #countTypes(events: LoggedEvent[]): void {
    const counts = new Map(this.typeCounts);
    for (const event of events) {
      if (isSystem(event)) this.systemCount += 1;
      else counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    }
    this.typeCounts = counts;
  }

  #matches(event: LoggedEvent): boolean {
    const wanted = this.text.trim().toLowerCase();
    if (isSystem(event) && !this.showsSystem && !wanted.startsWith("$")) return false;
    if (this.selectedTypes.size > 0 && !this.selectedTypes.has(event.type)) return false;
    if (wanted === "") return true;
    return event.stream.toLowerCase().includes(wanted) || event.correlationId === this.text.trim();
  }
}
