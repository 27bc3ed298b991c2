import { expect, it } from "vitest";
import { code, codeBlock, inert, link, plainText, prose, unmarked } from "./markdown";

it("shows any text as it is", () => {
  expect(plainText("[x](command:evil) `a` <b> $(zap)")).toBe("\\[x\\]\\(command:evil\\) \\`a\\` \\<b\\> \\$\\(zap\\)");
  expect(plainText("two\nlines")).toBe("two lines");
});

it("keeps the code of a sentence, and nothing else", () => {
  expect(prose("`80800` in [x](y) is *no* port")).toBe("`80800` in \\[x\\]\\(y\\) is \\*no\\* port");
  expect(prose("a lone ` stays")).toBe("a lone \\` stays");
  expect(unmarked("`a` and `b`, not `")).toBe("a and b, not `");
});

it("fences code that holds fences", () => {
  expect(code("plain")).toBe("`plain`");
  expect(code("a `b` c")).toBe("`` a `b` c ``");
  expect(codeBlock("```\nx\n```")).toBe("````\n```\nx\n```\n````");
});

it("keeps a link's target whole", () => {
  expect(link("a", "file:///x/a (1).py#L2")).toBe("[a](file:///x/a%20%281%29.py#L2)");
});

it("takes away what would load something", () => {
  const text = inert("![x](https://evil/?q=1) <img src=https://evil> <IFRAME> a <b> c");
  expect(text).not.toMatch(/!\[/);
  expect(text).not.toMatch(/<img/i);
  expect(text).not.toMatch(/<iframe/i);
  expect(text).toContain("a <b> c");
});
