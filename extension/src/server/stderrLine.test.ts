import { expect, it } from "vitest";
import { stderrLine } from "./stderrLine";

it("takes level and text from a traced line", () => {
  expect(stderrLine("2026-03-01T10:00:00.123Z  WARN workspai::index: unreadable folder")).toEqual({
    level: "warn",
    text: "workspai::index: unreadable folder",
  });
  expect(stderrLine("DEBUG one")).toEqual({ level: "debug", text: "one" });
});

it("takes a line without a level as an error, and drops colours", () => {
  expect(stderrLine("\u001b[31mthread 'main' panicked\u001b[0m")).toEqual({ level: "error", text: "thread 'main' panicked" });
});
