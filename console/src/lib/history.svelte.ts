// The events of one account, newest first, with the balance after each of them.

import { amountOf, type Account } from "./account";
import { accountEvents, type Problem } from "./api";
import { accountStream, type LoggedEvent } from "./event";
import { add, negate } from "./money";

const pageSize = 100;
const keptMax = 1000;

export class AccountHistory {
  events = $state.raw<LoggedEvent[]>([]);
  loading = $state(false);
  problem = $state.raw<Problem | undefined>();
  readonly mayHaveOlder = $derived((this.events.at(-1)?.version ?? 1) > 1);
  #abandoned = false;

  constructor(readonly accountId: string) {}

  async load(): Promise<void> {
    const page = await this.#page();
    if (page) this.events = page;
  }

  async loadOlder(): Promise<void> {
    const oldest = this.events.at(-1)?.version;
    const page = await this.#page(oldest);
    if (page && this.events.at(-1)?.version === oldest) {
      this.events = [...this.events, ...page];
    }
  }

  /** A batch from the feed; at a gap the first page is read again. */
  apply(batch: LoggedEvent[]): void {
    const stream = accountStream(this.accountId);
    const shown = this.events[0]?.version ?? 0;
    const added = batch.filter((event) => event.stream === stream && event.version > shown);
    if (added.length === 0) return;
    if (added[0]!.version !== shown + 1) return void this.load();
    this.events = [...added.reverse(), ...this.events].slice(0, keptMax);
  }

  abandon(): void {
    this.#abandoned = true;
  }

  async #page(before?: number): Promise<LoggedEvent[] | undefined> {
    this.loading = true;
    const page = await accountEvents(this.accountId, pageSize, before);
    if (this.#abandoned) return undefined;
    this.loading = false;
    this.problem = page.ok ? undefined : page.problem;
    return page.ok ? page.value : undefined;
  }
}

/** Walks back from the balance of today. Empty while the two are at different versions. */
export function balancesAfter(events: LoggedEvent[], account: Account): Map<number, string> {
  const balances = new Map<number, string>();
  if (events[0]?.version !== account.version) return balances;
  let balance: string | undefined = account.balance;
  for (const event of events) {
    if (balance === undefined) break;
    balances.set(event.version, balance);
    balance = add(balance, negate(amountOf(event) ?? "0"));
  }
  return balances;
}
