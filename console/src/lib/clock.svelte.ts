// One ticking `now` for all relative times on the page.

class Clock {
  nowMs = $state(Date.now());

  constructor() {
    setInterval(() => (this.nowMs = Date.now()), 1000);
  }
}

export const clock = new Clock();
