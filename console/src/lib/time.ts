// Moments in words. The absolute form keeps the microseconds that the log recorded.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `just now`, `12 s ago`, `3 min ago`. A clock behind the server's still says `just now`. */
export function relativeTime(momentMs: number, nowMs: number): string {
  const age = nowMs - momentMs;
  if (Number.isNaN(age)) return "";
  if (age < 2 * secondMs) return "just now";
  if (age < minuteMs) return `${Math.floor(age / secondMs)} s ago`;
  if (age < hourMs) return `${Math.floor(age / minuteMs)} min ago`;
  if (age < dayMs) return `${Math.floor(age / hourMs)} h ago`;
  return `${Math.floor(age / dayMs)} d ago`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** Local wall-clock time of day with milliseconds: `14:03:27.125`. */
export function clockTime(momentMs: number): string {
  const moment = new Date(momentMs);
  if (Number.isNaN(momentMs)) return "";
  const milliseconds = String(moment.getMilliseconds()).padStart(3, "0");
  const parts = [moment.getHours(), moment.getMinutes(), moment.getSeconds()];
  return `${parts.map(twoDigits).join(":")}.${milliseconds}`;
}

/** Local calendar day: `2026-03-09`. */
export function calendarDay(momentMs: number): string {
  const moment = new Date(momentMs);
  if (Number.isNaN(momentMs)) return "";
  return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(twoDigits).join("-");
}

export function localMoment(momentMs: number): string {
  return `${calendarDay(momentMs)} ${clockTime(momentMs)}`.trim();
}
