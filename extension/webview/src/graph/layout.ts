/**
 * The map's geometry. Boxes stand on a grid; lines run only in the channels between rows and columns, so none passes
 * behind a box. Lines to one target run together. The same map and width always give the same picture.
 */
import { placeDocks } from "./docks";
import type { Lanes } from "./lanes";
import { widestLayer } from "./layers";
import type { MapLine, MapNode, WorkspaceMap } from "./map";
import { planFor, type Plan } from "./plan";

export const BOX_HEIGHT = 44;
const WIDEST_BOX = 200;
const NARROWEST_BOX = 112;
/** Of a letter, and of what stands beside the name. Boxes grow with the longest name, so that names differ in what is seen of them. */
const LETTER = 7.5;
const BESIDE_NAME = 40;
const LANE = 7;
const MARGIN = 2;

export interface Box {
  readonly node: MapNode;
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

export interface Wire {
  readonly line: MapLine;
  readonly net: string;
  readonly points: readonly Point[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
}

export function layOut(map: WorkspaceMap, width: number): Layout {
  const narrowest = narrowestBox(map.nodes, width);
  const most = Math.max(1, Math.min(widestLayer(map), Math.floor(width / narrowest)));
  for (let columns = most; columns > 1; columns--) {
    const plan = planFor(map, columns);
    if ((width - sum(gapsAcross(plan))) / columns >= narrowest) return draw(plan, width);
  }
  return draw(planFor(map, 1), width);
}

/** Room for the longest name, but never so much that two boxes do not fit beside each other. */
function narrowestBox(nodes: readonly MapNode[], width: number): number {
  const longest = Math.max(0, ...nodes.map(({ name }) => name.length)) * LETTER + BESIDE_NAME;
  return Math.max(NARROWEST_BOX, Math.min(longest, WIDEST_BOX, width / 2 - 40));
}

function gapsAcross({ columnLanes, columns }: Plan): readonly number[] {
  return columnLanes.map((lanes, channel) => columnGap(lanes, channel, columns));
}

function columnGap(lanes: Lanes, channel: number, columns: number): number {
  const isOuter = channel === 0 || channel === columns;
  if (lanes.count === 0) return isOuter ? MARGIN : 16;
  return 12 + LANE * (lanes.count + 1);
}

function rowGap(lanes: Lanes, channel: number, rows: number): number {
  const isOuter = channel === 0 || channel === rows;
  if (lanes.count === 0) return isOuter ? MARGIN : 14;
  return 22 + LANE * lanes.count;
}

function draw(plan: Plan, width: number): Layout {
  const { spots, rows, columns, rowLanes } = plan;
  const gaps = gapsAcross(plan);
  const boxWidth = Math.floor(Math.max(NARROWEST_BOX, Math.min(WIDEST_BOX, (width - sum(gaps)) / columns)));
  const used = sum(gaps) + boxWidth * columns;
  const across = axis(gaps, boxWidth, Math.max(0, Math.floor((width - used) / 2)));
  const down = axis(rowLanes.map((lanes, channel) => rowGap(lanes, channel, rows)), BOX_HEIGHT, 0);
  const boxes = spots.map(({ node, row, column }) => ({
    node,
    row,
    column,
    x: across.start(column),
    y: down.start(row),
    width: boxWidth,
    height: BOX_HEIGHT,
  }));
  return { width: Math.max(width, used), height: down.end, boxes, wires: wires(plan, boxes, across, down) };
}

interface Axis {
  /** Where row or column `n` begins. */
  start(n: number): number;
  /** A lane's place within channel `n`. */
  lane(n: number, lane: number, count: number): number;
  readonly end: number;
}

function axis(gaps: readonly number[], size: number, margin: number): Axis {
  const channel = (n: number): number => margin + sum(gaps.slice(0, n)) + n * size;
  return {
    start: (n) => channel(n) + (gaps[n] ?? 0),
    lane: (n, lane, count) => channel(n) + (gaps[n] ?? 0) / 2 + (lane - (count - 1) / 2) * LANE,
    end: channel(gaps.length - 1) + (gaps.at(-1) ?? 0),
  };
}

function wires({ routes, rowLanes, columnLanes }: Plan, boxes: readonly Box[], across: Axis, down: Axis): readonly Wire[] {
  const docks = placeDocks(routes, boxes);
  const laneY = (channel: number, net: string): number => {
    const lanes = rowLanes[channel];
    return down.lane(channel, lanes?.of(net) ?? 0, lanes?.count ?? 1);
  };
  return routes.map(({ line, net, source, target, leave, arrive, cross }) => {
    const isFromAbove = target.row > source.row;
    const fromX = docks.x(source.node.id, "bottom", net);
    const toX = docks.x(target.node.id, isFromAbove ? "top" : "bottom", net);
    const fromY = down.start(source.row) + BOX_HEIGHT;
    const toY = isFromAbove ? down.start(target.row) : down.start(target.row) + BOX_HEIGHT;
    const points: Point[] = [[fromX, fromY], [fromX, laneY(leave, net)]];
    if (cross !== undefined) {
      const lanes = columnLanes[cross];
      const x = across.lane(cross, lanes?.of(net) ?? 0, lanes?.count ?? 1);
      points.push([x, laneY(leave, net)], [x, laneY(arrive, net)]);
    }
    points.push([toX, laneY(arrive, net)], [toX, toY]);
    return { line, net, points: withoutRepeats(points) };
  });
}

/** Without points that stand still or lie on the straight way between their neighbours. */
function withoutRepeats(points: readonly Point[]): readonly Point[] {
  return points.filter((point, place) => {
    const [before, after] = [points[place - 1], points[place + 1]];
    if (before?.[0] === point[0] && before[1] === point[1]) return false;
    if (!before || !after) return true;
    return !((before[0] === point[0] && point[0] === after[0]) || (before[1] === point[1] && point[1] === after[1]));
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
