// Light or dark: the system's choice until the reader makes one, which is remembered.

export type Theme = "light" | "dark";

const storageKey = "daybook-theme";
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

function remembered(): Theme | undefined {
  try {
    const value = localStorage.getItem(storageKey);
    return value === "light" || value === "dark" ? value : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme | undefined): void {
  try {
    if (theme) localStorage.setItem(storageKey, theme);
    else localStorage.removeItem(storageKey);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

class CurrentTheme {
  #system = $state<Theme>(systemIsDark.matches ? "dark" : "light");
  #chosen = $state<Theme | undefined>(remembered());
  readonly current = $derived(this.#chosen ?? this.#system);

  constructor() {
    systemIsDark.addEventListener("change", (change) => {
      this.#system = change.matches ? "dark" : "light";
    });
    this.#show();
  }

  toggle(): void {
    const wanted: Theme = this.current === "dark" ? "light" : "dark";
    this.#chosen = wanted === this.#system ? undefined : wanted;
    remember(this.#chosen);
    this.#show();
  }

  #show(): void {
    const root = document.documentElement;
    if (this.#chosen) root.dataset.theme = this.#chosen;
    else delete root.dataset.theme;
  }
}

export const theme = new CurrentTheme();
