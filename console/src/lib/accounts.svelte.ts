// The accounts that the page knows: loaded from the API, then kept current by the events of the
// feed.

import { evolve, openedBy, type Account } from "./account";
import { listAccounts, loadAccount, type Problem } from "./api";
import { accountIdOf, type LoggedEvent } from "./event";

const pageSize = 100;
const refreshDelayMs = 150;
// Beyond this many at once, one list request is cheaper than one request for each.
const singleRefreshMax = 8;

export class Accounts {
  all = $state.raw<Account[]>([]);
  loaded = $state(false);
  loading = $state(false);
  nextCursor = $state("");
  problem = $state.raw<Problem | undefined>();

  // Events that arrive before the first page does; the page may or may not contain them.
  #early: { events: LoggedEvent[]; live: boolean }[] = [];
  readonly #stale = new Set<string>();
  #refreshing = false;

  find(accountId: string): Account | undefined {
    return this.all.find((account) => account.accountId === accountId);
  }

  async load(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    const page = await listAccounts(pageSize);
    this.loading = false;
    this.problem = page.ok ? undefined : page.problem;
    if (!page.ok) return;
    this.all = page.value.accounts;
    this.nextCursor = page.value.nextCursor;
    this.loaded = true;
    for (const { events, live } of this.#early.splice(0)) this.apply(events, live);
  }

  async loadMore(): Promise<void> {
    if (this.loading || !this.nextCursor) return;
    this.loading = true;
    const page = await listAccounts(pageSize, this.nextCursor);
    this.loading = false;
    this.problem = page.ok ? undefined : page.problem;
    if (!page.ok) return;
    const known = new Set(this.all.map((account) => account.accountId));
    const added = page.value.accounts.filter((account) => !known.has(account.accountId));
    this.all = [...this.all, ...added];
    this.nextCursor = page.value.nextCursor;
  }

  /** Shows the account as an answer gave it; a newer one that is already shown stays. */
  put(account: Account): void {
    const known = this.find(account.accountId);
    if (known && known.version > account.version) return;
    this.all = known
      ? this.all.map((other) => (other.accountId === account.accountId ? account : other))
      : [account, ...this.all];
  }

  /** Loads an account that a link names and the list does not show yet. */
  async ensure(accountId: string): Promise<Problem | undefined> {
    if (this.find(accountId)) return undefined;
    const answer = await loadAccount(accountId);
    if (!answer.ok) return answer.problem;
    this.put(answer.value);
    return undefined;
  }

  /** Events in log order; those that are not live may concern accounts of a page not yet loaded. */
  apply(events: LoggedEvent[], live: boolean): void {
    if (!this.loaded) {
      this.#early.push({ events, live });
      return;
    }
    const showsAll = this.nextCursor === "";
    const byId = new Map(this.all.map((account) => [account.accountId, account]));
    const opened: string[] = [];
    for (const event of events) {
      const accountId = accountIdOf(event);
      if (accountId === undefined) continue;
      const known = byId.get(accountId);
      const next = known ? evolve(known, event) : live || showsAll ? openedBy(event) : undefined;
      if (next) byId.set(accountId, next);
      if (next && !known) opened.unshift(accountId);
      if (!next && known) this.#refreshSoon(accountId);
    }
    const order = [...opened, ...this.all.map((account) => account.accountId)];
    this.all = order.map((accountId) => byId.get(accountId)!);
  }

  #refreshSoon(accountId: string): void {
    this.#stale.add(accountId);
    if (this.#refreshing) return;
    this.#refreshing = true;
    setTimeout(() => void this.#refresh(), refreshDelayMs);
  }

  async #refresh(): Promise<void> {
    const stale = [...this.#stale];
    this.#stale.clear();
    if (stale.length > singleRefreshMax) {
      const page = await listAccounts(Math.min(1000, Math.max(pageSize, this.all.length)));
      if (page.ok) this.#replace(page.value.accounts);
    } else {
      const answers = await Promise.all(stale.map(loadAccount));
      this.#replace(answers.flatMap((answer) => (answer.ok ? [answer.value] : [])));
    }
    this.#refreshing = false;
    const again = this.#stale.values().next().value;
    if (again !== undefined) this.#refreshSoon(again);
  }

  #replace(fresh: Account[]): void {
    const byId = new Map(fresh.map((account) => [account.accountId, account]));
    this.all = this.all.map((account) => {
      const other = byId.get(account.accountId);
      return other && other.version >= account.version ? other : account;
    });
  }
}
