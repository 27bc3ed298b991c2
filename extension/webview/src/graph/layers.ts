/** Puts nodes on a grid: who depends stands above what it depends on. Deterministic, whatever the order of the input. */
import type { MapNode, WorkspaceMap } from "./map";

export interface Spot {
  readonly node: MapNode;
  readonly row: number;
  readonly column: number;
}

/** Rows of at most `columns` nodes. A layer that is too long goes on in the next row; unconnected nodes come last. */
export function placeOnGrid(map: WorkspaceMap, columns: number): readonly Spot[] {
  const spots: Spot[] = [];
  const columnOf = new Map<string, number>();
  let row = 0;
  for (const layer of layersOf(map)) {
    const ordered = byNeighbours(layer, map, columnOf);
    for (let start = 0; start < ordered.length; start += columns) {
      const nodes = ordered.slice(start, start + columns);
      const margin = Math.floor((columns - nodes.length) / 2);
      nodes.forEach((node, place) => {
        columnOf.set(node.id, margin + place);
        spots.push({ node, row, column: margin + place });
      });
      row += 1;
    }
  }
  return spots;
}

/** The widest layer: more columns than that stay empty. */
export function widestLayer(map: WorkspaceMap): number {
  return Math.max(1, ...layersOf(map).map((layer) => layer.length));
}

function layersOf({ nodes, lines }: WorkspaceMap): readonly (readonly MapNode[])[] {
  const sorted = [...nodes].sort(byName);
  const connected = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const depth = depths(sorted, lines);
  const layers: MapNode[][] = [];
  for (const node of sorted.filter(({ id }) => connected.has(id))) (layers[depth.get(node.id) ?? 0] ??= []).push(node);
  const rest = sorted.filter(({ id }) => !connected.has(id));
  return [...layers, rest].filter((layer) => layer.length > 0);
}

/** The longest way to each node from one that nothing depends on. A line that closes a cycle does not count. */
function depths(nodes: readonly MapNode[], lines: WorkspaceMap["lines"]): ReadonlyMap<string, number> {
  const depth = new Map(nodes.map(({ id }) => [id, 0]));
  const order = topological(nodes, lines);
  const turn = new Map(order.map((id, place) => [id, place]));
  for (const id of order) {
    for (const { to } of lines.filter(({ kind, from }) => kind === "dependsOn" && from === id)) {
      if ((turn.get(to) ?? 0) < (turn.get(id) ?? 0)) continue;
      depth.set(to, Math.max(depth.get(to) ?? 0, (depth.get(id) ?? 0) + 1));
    }
  }
  return depth;
}

/** Each node before those it leans on, but for cycles. Iterative: a chain of thousands is no reason to overflow. */
function topological(nodes: readonly MapNode[], lines: WorkspaceMap["lines"]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { kind, from, to } of lines) {
    if (kind === "dependsOn") targets.set(from, [...(targets.get(from) ?? []), to].sort());
  }
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const { id } of nodes) {
    const stack: { id: string; next: number }[] = seen.has(id) ? [] : [{ id, next: 0 }];
    seen.add(id);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const target = targets.get(top.id)?.[top.next++];
      if (target === undefined) {
        finished.push(top.id);
        stack.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        stack.push({ id: target, next: 0 });
      }
    }
  }
  return finished.reverse();
}

/** A node stands below the middle of those that lean on it. */
function byNeighbours(layer: readonly MapNode[], { lines }: WorkspaceMap, columnOf: ReadonlyMap<string, number>): readonly MapNode[] {
  const middle = (node: MapNode): number => {
    const columns = lines.filter(({ to }) => to === node.id).flatMap(({ from }) => columnOf.get(from) ?? []);
    return columns.length === 0 ? Infinity : columns.reduce((sum, column) => sum + column, 0) / columns.length;
  };
  const middles = new Map(layer.map((node) => [node.id, middle(node)]));
  return [...layer].sort((a, b) => {
    const [left, right] = [middles.get(a.id) ?? Infinity, middles.get(b.id) ?? Infinity];
    return left === right ? byName(a, b) : left - right;
  });
}

function byName(a: MapNode, b: MapNode): number {
  return a.kind.localeCompare(b.kind, "en") || a.name.localeCompare(b.name, "en", { numeric: true }) || (a.id < b.id ? -1 : 1);
}
