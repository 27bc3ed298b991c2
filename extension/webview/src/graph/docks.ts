/** Where lines touch boxes. */
import type { Spot } from "./layers";
import type { Box } from "./layout";
import type { Route } from "./plan";

/** Between two lines that leave and enter boxes one above the other. */
const NUDGE = 7;

export type Side = "top" | "bottom";

export interface Docks {
  x(id: string, side: Side, net: string): number;
}

/** Columns of the other ends, by net, for each side of each box. */
type Wanted = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** One place for each net on each side of a box, spread evenly; those that lead left are left. */
export function placeDocks(routes: readonly Route[], boxes: readonly Box[]): Docks {
  const wanted = wishes(routes);
  const places = new Map<string, number>();
  const x = (id: string, side: Side, net: string): number => places.get(`${side} ${id} ${net}`) ?? 0;
  const boxAt = new Map(boxes.map((box) => [`${String(box.row)} ${String(box.column)}`, box]));
  for (const side of ["bottom", "top"] as const) {
    for (const box of boxes) {
      const above = side === "top" ? boxAt.get(`${String(box.row - 1)} ${String(box.column)}`)?.node.id : undefined;
      // A line that leaves the box above would run into one of another net that enters here.
      const taken = above === undefined ? [] : netsOf(wanted, "bottom", above).map((net) => ({ net, x: x(above, "bottom", net) }));
      const nets = netsOf(wanted, side, box.node.id);
      nets.forEach((net, place) => {
        const wish = Math.round(box.x + (box.width * (place + 1)) / (nets.length + 1));
        const chosen = free(wish, box, (at) => taken.every((other) => other.net === net || Math.abs(other.x - at) >= NUDGE));
        places.set(`${side} ${box.node.id} ${net}`, chosen);
        taken.push({ net, x: chosen });
      });
    }
  }
  return { x };
}

function wishes(routes: readonly Route[]): Wanted {
  const wanted = new Map<string, Map<string, number[]>>();
  const want = (side: Side, spot: Spot, net: string, towards: Spot): void => {
    const key = `${side} ${spot.node.id}`;
    const nets = wanted.get(key) ?? new Map<string, number[]>();
    nets.set(net, [...(nets.get(net) ?? []), towards.column]);
    wanted.set(key, nets);
  };
  for (const { net, source, target } of routes) {
    want("bottom", source, net, target);
    want(target.row > source.row ? "top" : "bottom", target, net, source);
  }
  return wanted;
}

function netsOf(wanted: Wanted, side: Side, id: string): readonly string[] {
  return [...(wanted.get(`${side} ${id}`) ?? [])]
    .sort(([a, left], [b, right]) => mean(left) - mean(right) || (a < b ? -1 : 1))
    .map(([net]) => net);
}

/** The nearest free place to the wish on the box; the wish when there is none. */
function free(wish: number, box: Box, isFree: (x: number) => boolean): number {
  for (let step = 0; step <= box.width / NUDGE; step++) {
    for (const x of [wish + step * NUDGE, wish - step * NUDGE]) {
      if (x > box.x + 3 && x < box.x + box.width - 3 && isFree(x)) return x;
    }
  }
  return wish;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
