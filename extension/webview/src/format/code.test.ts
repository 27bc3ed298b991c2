import { describe, expect, it } from "vitest";
import { runsOf, spoken } from "./code";

describe("runsOf", () => {
  const shown = (text: string): string => runsOf(text).map(({ text: run, isCode }) => (isCode ? `[${run}]` : run)).join("");

  it("finds code between backticks", () => {
    expect(shown("`80800` in `80800:8080` is no port")).toBe("[80800] in [80800:8080] is no port");
  });

  it("leaves a lonely backtick and an empty pair alone", () => {
    expect(shown("press ` once")).toBe("press ` once");
    expect(shown("nothing in ``")).toBe("nothing in ``");
    expect(runsOf("")).toEqual([]);
  });

  it("says the text without its marks", () => {
    expect(spoken("line 5: it is neither `KEY=value` nor a comment")).toBe("line 5: it is neither KEY=value nor a comment");
  });
});
