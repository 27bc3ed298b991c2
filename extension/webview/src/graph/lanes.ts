/** Gives each stretch in a channel its own lane, so that lines of different targets never lie on each other. */

export interface Stretch {
  /** Stretches of one net may share a lane: they lead to the same target. */
  readonly net: string;
  readonly from: number;
  readonly to: number;
}

export interface Lanes {
  readonly count: number;
  of(net: string): number;
}

/** Greedy interval colouring over the union of each net's stretches: as few lanes as overlap anywhere. */
export function assignLanes(stretches: readonly Stretch[]): Lanes {
  const spans = new Map<string, { net: string; start: number; end: number }>();
  for (const { net, from, to } of stretches) {
    const span = spans.get(net) ?? { net, start: Infinity, end: -Infinity };
    span.start = Math.min(span.start, from, to);
    span.end = Math.max(span.end, from, to);
    spans.set(net, span);
  }
  const ordered = [...spans.values()].sort((a, b) => a.start - b.start || a.end - b.end || (a.net < b.net ? -1 : 1));
  const ends: number[] = [];
  const lane = new Map<string, number>();
  for (const { net, start, end } of ordered) {
    const free = ends.findIndex((last) => last < start);
    const chosen = free === -1 ? ends.length : free;
    ends[chosen] = end;
    lane.set(net, chosen);
  }
  return { count: ends.length, of: (net) => lane.get(net) ?? 0 };
}
