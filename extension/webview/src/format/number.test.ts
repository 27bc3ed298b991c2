import { describe, expect, it } from "vitest";
import { bytes, duration, grouped, plural } from "./number";

describe("numbers", () => {
  it("groups thousands", () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(["0", "999", "1,000", "1,234,567"]);
  });

  it("uses the singular for one only", () => {
    expect(plural(0, "error")).toBe("0 errors");
    expect(plural(1, "error")).toBe("1 error");
    expect(plural(2, "error")).toBe("2 errors");
    expect(plural(1, "entry", "entries")).toBe("1 entry");
    expect(plural(1500, "entry", "entries")).toBe("1,500 entries");
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [1_540_000, "1.5 MB"],
    [999_949, "999.9 kB"],
    [999_960, "1 MB"],
    [2_000_000_000, "2 GB"],
    [5e15, "5,000 TB"],
  ])("writes %d bytes as %s", (value, expected) => {
    expect(bytes(value)).toBe(expected);
  });

  it.each([
    [0, "0 ms"],
    [41, "41 ms"],
    [999.4, "999 ms"],
    [999.6, "1 s"],
    [1840, "1.8 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min"],
    [125_000, "2 min 5 s"],
    [3_600_000, "60 min"],
  ])("writes %d milliseconds as %s", (value, expected) => {
    expect(duration(value)).toBe(expected);
  });
});
