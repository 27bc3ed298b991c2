import { describe, expect, it } from "vitest";
import { nextStop } from "./roving";

const lengths = [3, 5, 1];

describe("nextStop", () => {
  it.each([
    ["ArrowRight", false, [0, 0], [0, 1]],
    ["ArrowRight", false, [0, 2], [0, 2]],
    ["ArrowLeft", false, [1, 0], [1, 0]],
    ["ArrowDown", false, [0, 2], [1, 2]],
    ["ArrowDown", false, [1, 4], [2, 0]],
    ["ArrowDown", false, [2, 0], [2, 0]],
    ["ArrowUp", false, [0, 1], [0, 1]],
    ["Home", false, [1, 3], [1, 0]],
    ["End", false, [1, 0], [1, 4]],
    ["Home", true, [1, 3], [0, 0]],
    ["End", true, [0, 0], [2, 0]],
    ["PageDown", false, [0, 1], [2, 0]],
    ["PageUp", false, [2, 0], [0, 0]],
  ] as const)("%s (Ctrl: %s) leads from %j to %j", (key, isWide, [row, column], [toRow, toColumn]) => {
    expect(nextStop(key, isWide, { row, column }, lengths)).toEqual({ row: toRow, column: toColumn });
  });

  it("leaves other keys alone", () => {
    for (const key of ["Tab", "Enter", " ", "a", "Escape"]) {
      expect(nextStop(key, false, { row: 0, column: 0 }, lengths)).toBeUndefined();
    }
  });
});
