// How numbers, times and names are written. Plain.

/** `1 error`, `2 errors`, `1,200 tokens`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** `1180` → `1,180`. */
export function thousands(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Joins what is not empty with ` · `. */
export function dotted(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(" · ");
}

const STEPS: readonly (readonly [number, string])[] = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [30, "day"],
  [12, "month"],
  [Number.POSITIVE_INFINITY, "year"],
];

/** `just now`, `4 minutes ago`. */
export function relativeTime(thenMs: number, nowMs: number): string {
  let amount = Math.max(0, Math.floor((nowMs - thenMs) / 1000));
  if (amount < 10) {
    return "just now";
  }
  for (const [size, unit] of STEPS) {
    if (amount < size) {
      return `${plural(amount, unit)} ago`;
    }
    amount = Math.floor(amount / size);
  }
  return "long ago";
}

/** `2026-03-04 17:05:09`, in the reader's time zone. */
export function exactTime(atMs: number): string {
  const at = new Date(atMs);
  const two = (part: number): string => part.toString().padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `830 ms`, `2.4 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const RUNTIME_NAMES: Readonly<Record<string, string>> = { python: "py", node: "node", go: "go", java: "java" };

/** `python` and `>=3.10,<4` → `py 3.10`; `node` and `20.11.1` → `node 20`. */
export function runtimeLabel(runtime: string, version: string | null): string {
  const name = RUNTIME_NAMES[runtime] ?? runtime;
  const numbers = version === null ? null : /\d+(?:\.\d+)?/.exec(version);
  if (!numbers) {
    return name;
  }
  const isByMajor = runtime === "node" || runtime === "java";
  return `${name} ${isByMajor ? (numbers[0].split(".")[0] ?? "") : numbers[0]}`;
}

/** `saas-api/src/main.py` → `main.py`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `12` → `12`, `12` to `20` → `12-20`. */
export function lineRange(lines: readonly [number, number]): string {
  return lines[0] === lines[1] ? `${lines[0]}` : `${lines[0]}-${lines[1]}`;
}

/** Upper-cases the first letter. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** One line of at most `limit` characters. */
export function shorten(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}

/** The words of whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
