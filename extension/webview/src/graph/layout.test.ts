import { describe, expect, it } from "vitest";
import { layOut, type Box, type Layout, type Point } from "./layout";
import type { LineKind, MapLine, MapNode, WorkspaceMap } from "./map";

const node = (id: string): MapNode => ({ id, kind: "project", name: id, detail: "", tone: "good", label: id, intent: undefined });
const line = (from: string, to: string, kind: LineKind = "dependsOn"): MapLine => ({ from, to, kind, isDead: false, text: "", file: "f", line: 1 });

/** `a>b c~d e`: a depends on b, c and d share a port, e stands alone. */
function map(text: string): WorkspaceMap {
  const words = text.split(/\s+/).filter(Boolean);
  const names = new Set(words.flatMap((word) => word.split(/[>~]/)));
  const lines = words.flatMap((word) => {
    const [from, to] = word.split(/[>~]/);
    return from !== undefined && to !== undefined ? [line(from, to, word.includes("~") ? "sharesPort" : "dependsOn")] : [];
  });
  return { nodes: [...names].map(node), lines };
}

function rows({ boxes }: Layout): string {
  const grid: string[][] = [];
  for (const { node, row, column } of boxes) (grid[row] ??= [])[column] = node.id;
  return grid.map((row) => [...row].map((name) => name ?? "·").join(" ")).join(" / ");
}

/** What must hold for every picture. */
function checkPicture(layout: Layout, count: number): void {
  expect(layout.boxes).toHaveLength(count);
  for (const [place, a] of layout.boxes.entries()) {
    expect(a.x).toBeGreaterThanOrEqual(0);
    expect(a.x + a.width).toBeLessThanOrEqual(layout.width);
    expect(a.y + a.height).toBeLessThanOrEqual(layout.height);
    for (const b of layout.boxes.slice(place + 1)) {
      expect(overlap(a, b), `${a.node.id} lies on ${b.node.id}`).toBe(false);
    }
  }
  for (const wire of layout.wires) {
    const [source, target] = [wire.line.from, wire.line.to].map((id) => layout.boxes.find((box) => box.node.id === id));
    expect(touches(source, wire.points.at(0)), `${wire.net} starts at its source`).toBe(true);
    expect(touches(target, wire.points.at(-1)), `${wire.net} ends at its target`).toBe(true);
    for (const [from, to] of segments(wire.points)) {
      expect(from[0] === to[0] || from[1] === to[1], "lines are straight").toBe(true);
      for (const box of layout.boxes) expect(crosses(box, from, to), `${wire.net} crosses ${box.node.id}`).toBe(false);
      for (const [x, y] of [from, to]) {
        expect(x >= 0 && x <= layout.width && y >= 0 && y <= layout.height, "lines stay inside").toBe(true);
      }
    }
  }
}

/** Lines of different targets that lie on each other, beyond a crossing. */
function collisions({ wires }: Layout): readonly string[] {
  const all = wires.flatMap(({ net, points }) => segments(points).map(([from, to]) => ({ net, from, to })));
  return all.flatMap((a, place) =>
    all.slice(place + 1).flatMap((b) => (a.net !== b.net && covers(a.from, a.to, b.from, b.to) ? [`${a.net} on ${b.net}`] : [])),
  );
}

function covers(a: Point, b: Point, c: Point, d: Point): boolean {
  for (const [across, along] of [[0, 1], [1, 0]] as const) {
    if (a[across] === b[across] && c[across] === d[across] && a[across] === c[across]) {
      const start = Math.max(Math.min(a[along], b[along]), Math.min(c[along], d[along]));
      const end = Math.min(Math.max(a[along], b[along]), Math.max(c[along], d[along]));
      if (end - start > 1) return true;
    }
  }
  return false;
}

function segments(points: readonly Point[]): readonly (readonly [Point, Point])[] {
  return points.slice(1).map((point, place) => [points[place] ?? point, point] as const);
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function touches(box: Box | undefined, point: Point | undefined): boolean {
  if (!box || !point) return false;
  const [x, y] = point;
  return x > box.x && x < box.x + box.width && (y === box.y || y === box.y + box.height);
}

function crosses(box: Box, from: Point, to: Point): boolean {
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  return left < box.x + box.width && right > box.x && top < box.y + box.height && bottom > box.y;
}

/** A small generator with a seed: the same maps in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function randomMap(seed: number): WorkspaceMap {
  const next = random(seed);
  const nodes = Array.from({ length: 1 + Math.floor(next() * 30) }, (_, place) => node(`n${String(place)}`));
  const pick = (): string => nodes[Math.floor(next() * nodes.length)]?.id ?? "n0";
  const lines = Array.from({ length: Math.floor(next() * 40) }, () => line(pick(), pick(), next() < 0.2 ? "sharesPort" : "dependsOn"));
  const seen = new Set<string>();
  return {
    nodes,
    lines: lines.filter(({ kind, from, to }) => from !== to && !seen.has(`${kind}${from}${to}`) && seen.add(`${kind}${from}${to}`)),
  };
}

describe("layOut", () => {
  it("puts what is depended on below, and what stands alone last", () => {
    expect(rows(layOut(map("api>postgres web>api lonely"), 800))).toBe("web / api / postgres / lonely");
  });

  it("puts a target below the middle of its sources", () => {
    expect(rows(layOut(map("a>x b>y c>z"), 800))).toBe("a b c / x y z");
    expect(rows(layOut(map("a>z b>y c>x"), 800))).toBe("a b c / z y x");
  });

  it("survives a cycle and a line to itself", () => {
    checkPicture(layOut(map("a>b b>c c>a"), 800), 3);
    expect(rows(layOut(map("a>b b>a"), 800))).toBe("a / b");
  });

  it("draws nothing for nothing", () => {
    expect(layOut({ nodes: [], lines: [] }, 800)).toMatchObject({ boxes: [], wires: [] });
  });

  it("gives the same picture whatever the order of the input", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { nodes, lines } = randomMap(seed);
      const turned = layOut({ nodes: [...nodes].reverse(), lines: [...lines].reverse() }, 700);
      expect(JSON.stringify(turned)).toBe(JSON.stringify(layOut({ nodes, lines }, 700)));
    }
  });

  it.each([240, 280, 500, 760, 1500])("keeps lines off boxes and inside a width of %d", (width) => {
    for (let seed = 1; seed <= 40; seed++) {
      const picture = randomMap(seed);
      checkPicture(layOut(picture, width), picture.nodes.length);
    }
  });

  it("lays no line on one that leads elsewhere", () => {
    for (let seed = 1; seed <= 40; seed++) {
      expect(collisions(layOut(randomMap(seed), 760)), `seed ${String(seed)}`).toEqual([]);
    }
  });

  it("fits the width while two boxes fit beside each other", () => {
    const sixty = map(Array.from({ length: 60 }, (_, place) => `svc${String(place)}`).join(" "));
    for (const width of [280, 760, 1500]) expect(layOut(sixty, width).width).toBe(width);
  });

  it("takes a chain of a thousand", () => {
    const chain = map(Array.from({ length: 1000 }, (_, place) => `n${String(place)}>n${String(place + 1)}`).join(" "));
    expect(layOut(chain, 800).boxes.at(-1)?.row).toBe(1000);
  });
});
