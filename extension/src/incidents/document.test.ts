import { describe, expect, it } from "vitest";
import contextExample from "../../../schemas/examples/ws.contextBuild/diagnostic.json";
import incidentExample from "../../../schemas/examples/incident.show/open.json";
import type { ContextPacket, Incident } from "../wire/generated";
import { incidentPage } from "./document";

const incident = incidentExample.result as unknown as Incident;
const context = contextExample.result as unknown as ContextPacket;
const nowMs = incident.summary.openedAtMs + 5 * 60_000;
const linkTo = ({ file, line }: { file: string; line?: number }): string => `<${file}:${line ?? ""}>`;

const sections = (page: string): string[] => [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title!);

describe("an incident's page", () => {
  it("tells what, where, why, what to do, what proves it, and what happened", () => {
    const page = incidentPage({ incident, context, nowMs, linkTo });
    expect(sections(page)).toEqual(["What happened", "Where", "Why", "What to do", "Proof", "What a model would receive", "History"]);
    expect(page).toContain("**Open** · saas\\-api · opened 5 minutes ago (");
    expect(page).toContain("```\nUndefined name \"sesion\"\n```");
    expect(page).toContain("<saas-api/src/main.py:12>");
    expect(page).toContain("In `register`, lines 8-15.");
    expect(page).toContain("- **Likely**: ");
    expect(page).toContain("  - <saas-api/src/db.py:3>: `session = Session()`");
    expect(page).toContain("2. Run the tests: `poetry lock`");
    expect(page).toContain("231 tokens. Nothing has been sent.");
  });

  it("says when the program found nothing, and leaves out what is unknown", () => {
    const summary = { ...incident.summary, project: null, file: null, line: null };
    const bare: Incident = { ...incident, summary, cause: { kind: "question", text: "Why?", at: null }, diagnosis: [], next: [], history: [] };
    const page = incidentPage({ incident: bare, context: null, nowMs, linkTo });
    expect(sections(page)).toEqual(["What was asked", "Why", "Proof"]);
    expect(page).toContain("The program found no cause in this workspace.");
  });

  it("lets no text of the workspace become markup", () => {
    const summary = { ...incident.summary, title: "![x](https://evil) <img src=x>" };
    const page = incidentPage({ incident: { ...incident, summary }, context: null, nowMs, linkTo });
    expect(page.split("\n")[0]).toBe("# \\!\\[x\\]\\(https://evil\\) \\<img src=x\\>");
  });
});
