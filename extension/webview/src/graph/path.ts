import type { Point } from "./layout";

/** An SVG path along the points, with its corners rounded. */
export function roundedPath(points: readonly Point[], radius = 5): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const steps = rest.map((point, place) => {
    const next = rest[place + 1];
    const before = place === 0 ? first : (rest[place - 1] ?? first);
    if (!next) return `L${join(point)}`;
    const reach = Math.min(radius, distance(before, point) / 2, distance(point, next) / 2);
    return `L${join(towards(point, before, reach))}Q${join(point)} ${join(towards(point, next, reach))}`;
  });
  return `M${join(first)}${steps.join("")}`;
}

function distance([x, y]: Point, [toX, toY]: Point): number {
  return Math.hypot(toX - x, toY - y);
}

function towards(from: Point, to: Point, reach: number): Point {
  const length = distance(from, to);
  return length === 0 ? from : [from[0] + ((to[0] - from[0]) * reach) / length, from[1] + ((to[1] - from[1]) * reach) / length];
}

function join([x, y]: Point): string {
  return `${String(Math.round(x * 10) / 10)},${String(Math.round(y * 10) / 10)}`;
}
