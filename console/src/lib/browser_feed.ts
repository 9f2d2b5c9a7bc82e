// The feed's ports in a browser: fetch, EventSource and the clock.

import { newestEvents } from "./api";
import type { FeedPorts } from "./feed";

export const browserPorts: FeedPorts = {
  newestEvents,
  openStream(from, handlers) {
    const source = new EventSource(`/api/events/live?from=${from}`);
    source.onopen = () => handlers.opened();
    source.onmessage = (message) => handlers.received(message.data as string);
    // The feed reconnects by itself: it also has to notice a log that is not the same any more.
    source.onerror = () => handlers.failed();
    return { close: () => source.close() };
  },
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
