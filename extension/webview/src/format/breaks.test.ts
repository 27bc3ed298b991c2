import { describe, expect, it } from "vitest";
import { breakable } from "./breaks";

describe("breakable", () => {
  it("leaves short words alone", () => {
    expect(breakable("DATABASE_URL is read, but defined nowhere")).toEqual(["DATABASE_URL is read, but defined nowhere"]);
    expect(breakable("")).toEqual([]);
  });

  it("breaks paths after their separators", () => {
    expect(breakable("packages/api/src/settings/base.py")).toEqual(["packages/api/", "src/settings/", "base.py"]);
  });

  it("breaks what has no separator, but not inside a letter", () => {
    expect(breakable("x".repeat(45)).map(({ length }) => length)).toEqual([20, 20, 5]);
    expect(breakable("👩‍👩‍👧‍👦".repeat(25)).map((piece) => piece.length)).toEqual([220, 55]);
  });

  it("loses nothing", () => {
    for (const text of ["a b/c", "../..//x", `${"long-".repeat(40)} end`, "خدمة-المدفوعات/المسار"]) expect(breakable(text).join("")).toBe(text);
  });
});
