import { expect, it } from "vitest";
import { pageLinks } from "./pageLinks";

const one = pageLinks([{ mount: "", uri: "file:///home/dev/my%20app", name: "my app" }]);

it("links from the first opened folder", () => {
  expect(one({ file: "src/a b.py", line: 3 })).toBe("[src/a b\\.py:3](/src/a%20b.py#L3)");
  expect(one({ file: "src/a.py" }, "here")).toBe("[here](/src/a.py)");
});

it("leads to another opened folder", () => {
  const two = pageLinks([
    { mount: "api", uri: "file:///home/dev/api", name: "api" },
    { mount: "web", uri: "file:///home/dev/web", name: "web" },
  ]);
  expect(two({ file: "web/src/a.ts", line: 1 })).toBe("[web/src/a\\.ts:1](/../web/src/a.ts#L1)");
  expect(two({ file: "api/a.py", line: 1 })).toBe("[api/a\\.py:1](/a.py#L1)");
});

it("is no link when there is no way", () => {
  expect(one({ file: "../secret", line: 1 })).toBe("`../secret:1`");
});
