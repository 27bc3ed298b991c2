import { describe, expect, it } from "vitest";
import example from "../../../schemas/examples/ws.overview/two-projects.json";
import type { Lifecycle } from "../server/lifecycle";
import type { Overview } from "../wire/generated";
import { statusText } from "./text";

const overview = example.result as Overview;
const ready: Lifecycle = { kind: "ready", deaths: 0, sinceMs: 0 };

const say = (lifecycle: Lifecycle, of: Overview | null = overview, project = overview.projects[0] ?? null) =>
  statusText(lifecycle, of, project);

describe("the status bar", () => {
  it("names the active project and its errors", () => {
    expect(say(ready)).toMatchObject({ text: "Workspai · saas-api · 1 error", click: "health" });
    expect(statusText(ready, overview, null)?.text).toBe("Workspai · 2 projects · 1 error");
  });

  it("names warnings when there are no errors, and nothing when there is nothing", () => {
    const counts = (errors: number, warnings: number) => ({ ...overview, counts: { errors, warnings, infos: 3 } });
    expect(say(ready, counts(0, 2))?.text).toBe("Workspai · saas-api · 2 warnings");
    expect(say(ready, counts(0, 0))?.text).toBe("Workspai · saas-api");
    expect(statusText(ready, { ...counts(0, 0), projects: [] }, null)?.text).toBe("Workspai · no backend");
  });

  it("says what it is doing", () => {
    expect(say({ kind: "stopped" })).toBeNull();
    expect(say({ kind: "starting", deaths: 0 }, null)?.text).toContain("starting");
    expect(say(ready, null)?.text).toContain("indexing");
    expect(say(ready, { ...overview, revision: 0 })?.text).toContain("indexing");
    const restarting = say({ kind: "restarting", deaths: 1, delayMs: 250, reason: "killed by SIGKILL" });
    expect(restarting).toMatchObject({ tone: "warning", click: "log" });
    expect(restarting?.tooltip).toContain("What is shown is from before.");
  });

  it("opens the log when it failed", () => {
    const failure = { kind: "missing", message: "There is no program." } as const;
    expect(say({ kind: "failed", failure })).toMatchObject({ tone: "error", click: "log", spoken: "Workspai failed: There is no program." });
  });
});
