import { describe, expect, it } from "vitest";
import { cell, empty, filtered, nextSorting, number, sorted, type Row } from "./table";

const row = (id: string, order: string | number): Row => ({ id, cells: [order === "" ? empty : cell(order, { text: String(order) })] });
const ids = (rows: readonly Row[]): string => rows.map(({ id }) => id).join("");

describe("sorted", () => {
  it("keeps the given order without a wish", () => {
    const rows = [row("b", 2), row("a", 1)];
    expect(sorted(rows, undefined)).toBe(rows);
  });

  it("sorts numbers as numbers, and texts with numbers in them naturally", () => {
    expect(ids(sorted([row("c", 10), row("a", 9), row("b", 9)], { column: 0, isDescending: false }))).toBe("abc");
    expect(ids(sorted([row("b", "api-10"), row("a", "API-9")], { column: 0, isDescending: false }))).toBe("ab");
  });

  it("puts what is missing last in either direction", () => {
    const rows = [row("x", ""), row("a", "1"), row("b", "2")];
    expect(ids(sorted(rows, { column: 0, isDescending: false }))).toBe("abx");
    expect(ids(sorted(rows, { column: 0, isDescending: true }))).toBe("bax");
  });

  it("keeps equal rows in their order, and leaves the input alone", () => {
    const rows = [row("b", 1), row("a", 1)];
    expect(ids(sorted(rows, { column: 0, isDescending: true }))).toBe("ba");
    expect(ids(rows)).toBe("ba");
  });
});

describe("filtered", () => {
  const rows: readonly Row[] = [
    { id: "a", cells: [cell("saas-api", { text: "saas-api" }), cell("fastapi", { text: "FastAPI" })] },
    { id: "b", cells: [cell("saas-nest", { text: "saas-nest" }), number(8000)] },
  ];

  it("wants every word, in any cell, whatever its case", () => {
    expect(ids(filtered(rows, " fastapi SAAS "))).toBe("a");
    expect(ids(filtered(rows, "saas"))).toBe("ab");
    expect(ids(filtered(rows, "8,000"))).toBe("b");
    expect(ids(filtered(rows, "django"))).toBe("");
    expect(ids(filtered(rows, "  "))).toBe("ab");
  });
});

describe("nextSorting", () => {
  it("goes up, down, and back", () => {
    const up = nextSorting(undefined, 2);
    const down = nextSorting(up, 2);
    expect([up, down, nextSorting(down, 2)]).toEqual([{ column: 2, isDescending: false }, { column: 2, isDescending: true }, undefined]);
    expect(nextSorting(down, 1)).toEqual({ column: 1, isDescending: false });
  });
});
