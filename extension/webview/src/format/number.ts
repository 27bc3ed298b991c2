/** Numbers as people read them. English throughout, like the rest of the product. */
const grouping = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** `1,540` */
export function grouped(value: number): string {
  return grouping.format(value);
}

/** `1 error`, `2 errors`, `0 entries`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** `12 B`, `1.5 MB`; decimal, as file managers count. */
export function bytes(value: number): string {
  const units = ["kB", "MB", "GB", "TB"];
  if (value < 1000) return `${grouped(value)} B`;
  let scaled = value / 1000;
  let place = 0;
  // 999.95 would be written as 1,000.
  while (scaled >= 999.95 && place < units.length - 1) {
    scaled /= 1000;
    place += 1;
  }
  return `${tenths.format(scaled)} ${units[place] ?? ""}`;
}

/** `840 ms`, `1.8 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (Math.round(ms) < 1000) return `${grouped(ms)} ms`;
  if (Math.round(ms / 100) < 600) return `${tenths.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return rest === 0 ? `${grouped(seconds / 60)} min` : `${grouped(Math.floor(seconds / 60))} min ${grouped(rest)} s`;
}
