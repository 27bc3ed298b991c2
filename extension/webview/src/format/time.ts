/** Moments: relative in the text, exact on hover. */
const relativeFormat = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const steps: readonly (readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, size: number])[] = [
  [HOUR, "minute", MINUTE],
  [DAY, "hour", HOUR],
  [7 * DAY, "day", DAY],
  [30 * DAY, "week", 7 * DAY],
  [365 * DAY, "month", 30 * DAY],
  [Infinity, "year", 365 * DAY],
];

/** `just now`, `5 minutes ago`, `yesterday`, `3 months ago`. A clock that runs ahead reads as now. */
export function relative(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < MINUTE) return "just now";
  const [, unit, size] = steps.find(([limit]) => age < limit) ?? (["", "year", 365 * DAY] as const);
  return relativeFormat.format(-Math.floor(age / size), unit);
}

/** `21 Nov 2026, 14:03:22`, in the reader's time zone unless another is given. */
export function exact(atMs: number, timeZone?: string): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return "at an unknown time";
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}
