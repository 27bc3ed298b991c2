/** Which way each line takes over the grid, and in which lane of each channel. Lengths come later. */
import { assignLanes, type Lanes, type Stretch } from "./lanes";
import { placeOnGrid, type Spot } from "./layers";
import type { MapLine, WorkspaceMap } from "./map";

/** A line's way over the grid, before there are lengths. Channel `n` lies before row or column `n`. */
export interface Route {
  readonly line: MapLine;
  readonly net: string;
  readonly source: Spot;
  readonly target: Spot;
  readonly leave: number;
  readonly arrive: number;
  /** The channel between columns, when the rows' channels differ. */
  readonly cross: number | undefined;
}

export interface Plan {
  readonly spots: readonly Spot[];
  readonly routes: readonly Route[];
  readonly rows: number;
  readonly columns: number;
  readonly rowLanes: readonly Lanes[];
  readonly columnLanes: readonly Lanes[];
}

/** Every line's way and lane, for a grid of so many columns. */
export function planFor(map: WorkspaceMap, columns: number): Plan {
  const spots = placeOnGrid(map, columns);
  const spotOf = new Map(spots.map((spot) => [spot.node.id, spot]));
  const rows = Math.max(0, ...spots.map(({ row }) => row + 1));
  const routes = map.lines.flatMap((line) => {
    const [source, target] = [spotOf.get(line.from), spotOf.get(line.to)];
    return source && target ? [route(line, source, target, columns)] : [];
  });
  routes.sort((a, b) => order(a).localeCompare(order(b), "en"));
  const rowLanes = channels(rows + 1, (channel) => routes.flatMap((it) => rowStretches(it, channel)));
  const columnLanes = channels(columns + 1, (channel) =>
    routes.flatMap(({ net, cross, leave, arrive }) => (cross === channel ? [{ net, from: leave, to: arrive }] : [])),
  );
  return { spots, routes, rows, columns, rowLanes, columnLanes };
}

function route(line: MapLine, source: Spot, target: Spot, columns: number): Route {
  const leave = source.row + 1;
  const arrive = target.row > source.row ? target.row : target.row + 1;
  const isLeftFree = source.column < target.column || (source.column === target.column && target.column === columns - 1);
  const cross = leave === arrive ? undefined : target.column + (isLeftFree ? 0 : 1);
  return { line, net: `${line.to} ${line.kind} ${String(line.isDead)}`, source, target, leave, arrive, cross };
}

function order({ net, line }: Route): string {
  return `${net} ${line.from}`;
}

function channels(count: number, stretches: (channel: number) => readonly Stretch[]): readonly Lanes[] {
  return Array.from({ length: count }, (_, channel) => assignLanes(stretches(channel)));
}

/** Along a channel between rows, columns count 1, 3, 5…, and the channels between them 0, 2, 4…. */
function rowStretches({ net, source, target, leave, arrive, cross }: Route, channel: number): readonly Stretch[] {
  const from = 2 * source.column + 1;
  const to = 2 * target.column + 1;
  if (cross === undefined) return leave === channel ? [{ net, from, to }] : [];
  const stretches: Stretch[] = [];
  if (leave === channel) stretches.push({ net, from, to: 2 * cross });
  if (arrive === channel) stretches.push({ net, from: 2 * cross, to });
  return stretches;
}
