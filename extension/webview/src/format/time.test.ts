import { describe, expect, it } from "vitest";
import { exact, relative } from "./time";

const NOW = Date.UTC(2026, 10, 21, 14, 3, 22);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("moments", () => {
  it.each([
    [0, "just now"],
    [-5 * HOUR, "just now"],
    [59_999, "just now"],
    [MINUTE, "1 minute ago"],
    [59 * MINUTE, "59 minutes ago"],
    [HOUR, "1 hour ago"],
    [23 * HOUR, "23 hours ago"],
    [DAY, "yesterday"],
    [6 * DAY, "6 days ago"],
    [7 * DAY, "last week"],
    [20 * DAY, "2 weeks ago"],
    [90 * DAY, "3 months ago"],
    [800 * DAY, "2 years ago"],
  ])("writes an age of %d ms as %s", (age, expected) => {
    expect(relative(NOW - age, NOW)).toBe(expected);
  });

  it("writes the exact moment", () => {
    expect(exact(NOW, "UTC")).toBe("21 Nov 2026, 14:03:22");
  });

  it("survives a moment that cannot be", () => {
    expect(exact(1e300, "UTC")).toBe("at an unknown time");
  });
});
