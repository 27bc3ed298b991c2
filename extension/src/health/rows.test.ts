import { describe, expect, it } from "vitest";
import example from "../../../schemas/examples/ws.healthReport/one-finding.json";
import overviewExample from "../../../schemas/examples/ws.overview/two-projects.json";
import type { DoctorReport, FindingReport, Overview } from "../wire/generated";
import { childRows, explainFinding, findingContext, findingPlace, type Grouping, resultText, topRows } from "./rows";

const report = example.result.report as unknown as DoctorReport;
const [base] = report.findings as [FindingReport];

const findings: FindingReport[] = [
  base,
  { ...base, id: "2", severity: "error", project: null, projectPath: null, file: ".env", line: 1, message: "In git" },
  { ...base, id: "3", severity: "info", message: "Pinned twice", fixes: [] },
];

function render(of: DoctorReport, grouping: Grouping): string[] {
  return topRows(of, grouping).flatMap((row) => {
    const children = childRows(row, grouping).map((child) =>
      child.kind === "finding" ? `  ${child.finding.message} (${findingPlace(child.finding, grouping)})` : `  ${child.kind}`,
    );
    return [row.kind === "group" ? row.label : row.kind, ...children];
  });
}

describe("the Health view", () => {
  it("groups by project", () => {
    expect(render({ ...report, findings }, "project")).toEqual([
      "score",
      "  part",
      "  part",
      "saas-api",
      "  JWT_SECRET is read, and defined nowhere (saas-api/src/settings.py:12)",
      "  Pinned twice (saas-api/src/settings.py:12)",
      "Workspace",
      "  In git (.env:1)",
    ]);
  });

  it("groups by severity, worst first, and then names the project", () => {
    expect(render({ ...report, findings: [...findings].reverse() }, "severity").filter((line) => !line.includes("part"))).toEqual([
      "score",
      "Errors",
      "  In git (.env:1)",
      "  JWT_SECRET is read, and defined nowhere (saas-api/src/settings.py:12 · saas-api)",
      "Hints",
      "  Pinned twice (saas-api/src/settings.py:12 · saas-api)",
    ]);
  });

  it("is the score alone when there is nothing", () => {
    expect(topRows({ ...report, findings: [] }, "project").map(({ kind }) => kind)).toEqual(["score"]);
  });

  it("says in one line what a run came to", () => {
    const overview = overviewExample.result as Overview;
    expect(resultText({ ...report, findings }, overview)).toBe("Doctor: 2 errors, 1 hint · health 87 of 100");
    expect(resultText({ ...report, score: 100, findings: [] }, overview)).toBe("Doctor: no findings · health 100 of 100");
    const empty = { ...overview, projects: [], services: [] };
    expect(resultText({ ...report, score: 100, findings: [] }, empty)).toBe("Doctor: no backend project to examine");
  });

  it("says in the row's context which fixes it has", () => {
    const [edit, command] = base.fixes as [FindingReport["fixes"][0], FindingReport["fixes"][0]];
    expect(findingContext(base)).toBe("finding.editable.safe.runnable");
    expect(findingContext({ ...base, fixes: [{ ...edit, safe: false }] })).toBe("finding.editable");
    expect(findingContext({ ...base, fixes: [command] })).toBe("finding.runnable");
    expect(findingContext({ ...base, fixes: [] })).toBe("finding");
  });

  it("explains with evidence and fixes", () => {
    const text = explainFinding(base, ({ file, line }) => `${file}:${line ?? ""}`);
    expect(text).toContain("`env-missing` in saas-api/src/settings.py:12");
    expect(text).toContain("- saas-api/src/settings.py:12: `jwt_secret: str`");
    expect(text).toContain("- `python3 --version` ended with 0: `Python 3.10.19`");
    expect(text).toContain("- Write the lock file: `poetry lock`");
  });
});
