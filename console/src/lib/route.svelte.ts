// Where the page stands, kept in the address so that reload, links and the back button work:
//   #/  the list   #/new  the form   #/accounts/ID  one account   #/events  the log (narrow pages)

export type Route =
  | { name: "accounts" }
  | { name: "new" }
  | { name: "account"; accountId: string }
  | { name: "events" };

export function parseRoute(hash: string): Route {
  const [, first, second] = hash.replace(/^#/, "").split("/");
  if (first === "new") return { name: "new" };
  if (first === "events") return { name: "events" };
  if (first === "accounts" && second) return { name: "account", accountId: decoded(second) };
  return { name: "accounts" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function accountHref(accountId: string): string {
  return `#/accounts/${encodeURIComponent(accountId)}`;
}

class CurrentRoute {
  current = $state.raw<Route>(parseRoute(location.hash));
  /** The last address on the accounts side, for the way back from the log. */
  accountsHref = $state(this.current.name === "events" ? "#/" : location.hash || "#/");

  constructor() {
    window.addEventListener("hashchange", () => {
      this.current = parseRoute(location.hash);
      if (this.current.name !== "events") this.accountsHref = location.hash || "#/";
    });
  }
}

export const route = new CurrentRoute();
