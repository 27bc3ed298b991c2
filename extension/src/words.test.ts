import { expect, it } from "vitest";
import { dotted, duration, lineRange, plural, relativeTime, runtimeLabel, shorten } from "./words";

it("counts in words", () => {
  expect([plural(0, "error"), plural(1, "error"), plural(1_234, "entry", "entries")]).toEqual([
    "0 errors",
    "1 error",
    "1,234 entries",
  ]);
});

it("says how long ago", () => {
  const ago = (ms: number): string => relativeTime(1_000_000_000 - ms, 1_000_000_000);
  expect([ago(0), ago(59_000), ago(60_000), ago(3 * 3_600_000), ago(26 * 3_600_000), ago(-5_000)]).toEqual([
    "just now",
    "59 seconds ago",
    "1 minute ago",
    "3 hours ago",
    "1 day ago",
    "just now",
  ]);
});

it("names a runtime by the part of its version that matters", () => {
  expect([
    runtimeLabel("python", ">=3.10,<4"),
    runtimeLabel("node", "v20.11.1"),
    runtimeLabel("go", "1.22"),
    runtimeLabel("java", "21"),
    runtimeLabel("python", null),
    runtimeLabel("node", "lts/*"),
  ]).toEqual(["py 3.10", "node 20", "go 1.22", "java 21", "py", "node"]);
});

it("joins, shortens, ranges", () => {
  expect(dotted("a", null, "", false, "b")).toBe("a · b");
  expect(shorten("one  two\nthree", 8)).toBe("one two…");
  expect([lineRange([3, 3]), lineRange([3, 9])]).toEqual(["3", "3-9"]);
  expect([duration(12.4), duration(2_400)]).toEqual(["12 ms", "2.4 s"]);
});
