import { describe, expect, it } from "vitest";
import type { UsageSummary } from "../../../src/wire/generated";
import { dependsOn, finding, incident, module, NOW_MS, project, service, state } from "../../dev/states/build";
import { kindWord, summaryParts } from "./header";
import { findingItems, remainder, scoreBar, scoreTable, verdict } from "./health";
import { incidentsTable } from "./incidents";
import { drifting, modulesTable } from "./modules";
import { projectsTable } from "./projects";
import { portsTable, servicesTable } from "./services";
import { findingParts, weight } from "./severity";
import type { Part, Table } from "./table";
import { usageFigures } from "./usage";

const words = (parts: readonly Part[]): string => parts.map(({ text, label }) => text || `[${label ?? ""}]`).join(" ");

/** A line per row, cells between bars: what a reader sees. */
function text({ columns, rows }: Table): string[] {
  return [columns.map(({ label }) => label).join(" | "), ...rows.map(({ cells }) => cells.map(({ parts }) => words(parts)).join(" | "))];
}

/** Every place that a table leads to. */
function places({ rows }: Table): string[] {
  return rows
    .flatMap(({ cells }) => cells.flatMap(({ parts }) => parts))
    .flatMap(({ intent }) => (intent?.type === "open" ? [`${intent.file}:${String(intent.line)}`] : []));
}

describe("projectsTable", () => {
  const api = project("apps/api", {
    name: "api",
    kit: "fastapi.ddd",
    port: { port: 8000, role: "published", file: "compose.yaml", line: 7 },
    isPortShared: true,
    counts: { modules: 2, endpoints: 0, env: 1_200, envMissing: 2, services: 0, commands: 0, dependencies: 0, migrations: 0 },
    findings: { errors: 1, warnings: 0, infos: 2 },
  });

  it("says all of a project, and leads to where it is said", () => {
    const table = projectsTable([api]);
    expect(text(table)).toEqual([
      "Project | Framework | Runtime | Port | Modules | Env keys | Dependencies | Findings | Actions",
      "api apps/api | fastapi 0.115.0 kit fastapi.ddd | python 3.10.19 | 8000 shared | 2 | 1,200 2 missing | 0 | 1 error 2 hints | [Reveal api in the Workspace view] [Ask about api]",
    ]);
    expect(places(table)).toEqual(["apps/api/pyproject.toml:1", "apps/api/.python-version:1", "compose.yaml:7"]);
  });

  it("leaves blank what is not known, and columns that say nothing", () => {
    const bare = project(".", { name: "x", framework: null, kit: null, runtimeVersion: null, counts: { ...api.counts, modules: 0, env: 0, envMissing: 0 } });
    expect(text(projectsTable([bare]))[1]).toBe(
      "x workspace root |  | python no version |  | 0 | 0 | No findings | [Reveal x in the Workspace view] [Ask about x]",
    );
  });
});

describe("modulesTable", () => {
  const projects = [project("a"), project("b"), project("none")];

  it("is projects by modules, with the versions that differ marked", () => {
    const modules = [module("free/auth/core", { a: "0.1.9", b: "0.1.10" }), module("free/cache", { b: null })];
    const table = modulesTable(modules, projects);
    expect(text(table)).toEqual([
      "Module | Versions | a | b",
      "auth_core free/auth/core | 2 versions | 0.1.9 | 0.1.10",
      "cache free/cache | same |  | no version",
    ]);
    expect(table.rows[0]?.cells[1]?.parts[0]).toMatchObject({ tone: "warning", title: "auth_core differs between projects: 0.1.9, 0.1.10" });
    expect(drifting(modules).map(({ name }) => name)).toEqual(["auth_core"]);
    expect(places(table)[0]).toBe("a/registry.json:12");
  });
});

describe("servicesTable", () => {
  it("says what a service runs, publishes and waits for", () => {
    const services = [service("db", { image: "postgres:16", ports: [5432] }), service("api", { image: null, line: 9, project: "a" })];
    const edges = [dependsOn("api", "db", 12), dependsOn("api", "mailer", 13, true)];
    const table = servicesTable(services, [project("a")], edges);
    expect(text(table)).toEqual([
      "Service | Image or build | Ports | Depends on",
      "db docker-compose.yml | postgres:16 | 5432 | ",
      "api docker-compose.yml | builds a |  | db mailer",
    ]);
    expect(table.rows[1]?.cells[3]?.parts[1]).toMatchObject({ tone: "error", title: "mailer does not exist, docker-compose.yml:13" });
  });
});

describe("portsTable", () => {
  it("puts shared ports first and counts a project's own container once", () => {
    const onPort = (name: string, port: number) => project(name, { port: { port, role: "app", file: `${name}/f`, line: 2 } });
    const services = [service("a1", { project: "a", ports: [8000] }), service("db", { ports: [5432] }), service("p", { ports: [9000] })];
    expect(text(portsTable([onPort("a", 8000), onPort("b", 9000)], services))).toEqual(["Port | Used by", "9000 | b p", "5432 | db", "8000 | a"]);
  });
});

describe("incidentsTable", () => {
  it("lists open ones first, then what changed last, with the exact moment on hover", () => {
    const table = incidentsTable(
      [incident("1", "old", 48), incident("2", "mended", 1, { state: "resolved" }), incident("3", "new", 2, { file: null, line: null, project: null })],
      NOW_MS,
    );
    expect(text(table).slice(1)).toEqual([
      "new | open |  | 2 hours ago",
      "old | open | saas-api/src/main.py:41 | 2 days ago",
      "mended | resolved | saas-api/src/main.py:41 | 1 hour ago",
    ]);
    expect(table.rows[0]?.cells[3]?.parts[0]?.title).toMatch(/2026/);
    expect(table.rows[0]?.cells[0]?.parts[0]?.intent).toEqual({ type: "showIncident", id: "3" });
  });
});

describe("health", () => {
  it("lists first what has most to gain", () => {
    const table = scoreTable([
      { name: "compose", points: 10, of: 10, raise: null },
      { name: "ports", points: 0, of: 15, raise: "Publish on different ports." },
      { name: "env", points: 25, of: 30, raise: "Define A." },
    ]);
    expect(text(table).slice(1)).toEqual(["ports | 0 of 15 | Publish on different ports.", "env | 25 of 30 | Define A.", "compose | 10 of 10 | Full"]);
    expect(table.rows.map(({ cells }) => cells[1]?.parts[0]?.share)).toEqual([0, 25 / 30, 1]);
  });

  it("draws the parts as wide as they count", () => {
    expect(scoreBar([{ name: "a", points: 30, of: 30, raise: null }, { name: "b", points: 5, of: 10, raise: null }])).toEqual([
      { name: "a", start: 0, width: 0.75, filled: 0.75 },
      { name: "b", start: 0.75, width: 0.25, filled: 0.125 },
    ]);
    expect(scoreBar([{ name: "a", points: 0, of: 0, raise: null }])).toEqual([]);
  });

  it("has a word for the score", () => {
    expect([100, 90, 89, 60, 59, 0].map((score) => verdict(score).word)).toEqual(["good", "good", "needs work", "needs work", "poor", "poor"]);
  });

  it("offers the preview of the first fix with edits", () => {
    const fix = (id: string, kind: "edit" | "command") => ({ id, title: id, kind, safe: true, edits: [] });
    const [item] = findingItems([finding("f", "error", "r", "a/.env", "m", { fixes: [fix("run", "command"), fix("add", "edit")] })]);
    expect(item).toMatchObject({ severity: "Error", details: [{ text: "a/.env:12" }, { text: "r" }, { text: "a" }] });
    expect(item?.actions.map(({ intent }) => intent)).toEqual([
      { type: "previewFix", finding: "f", fix: "add" },
      { type: "ask", subject: { kind: "finding", id: "f" } },
    ]);
  });

  it("says how many findings are not listed", () => {
    expect(remainder(20, 33)).toBe("The 20 worst of 33 findings");
    expect(remainder(3, 3)).toBeUndefined();
  });

  it("counts findings in words, worst first", () => {
    expect(words(findingParts({ errors: 1, warnings: 2, infos: 1 }))).toBe("1 error 2 warnings 1 hint");
    expect(words(findingParts({ errors: 0, warnings: 0, infos: 0 }))).toBe("No findings");
    expect(weight({ errors: 1, warnings: 0, infos: 0 })).toBeGreaterThan(weight({ errors: 0, warnings: 999, infos: 999 }));
  });
});

describe("header", () => {
  it("sums the workspace up", () => {
    const { overview } = state({ overview: { projects: [project("a")], services: [], memory: { file: "m.json", entries: 1, problem: "line 4: a comma is missing" } } });
    const parts = summaryParts(overview, 0);
    expect(words(parts)).toBe("1 project 1 memory entry 921 files read in 41 ms");
    expect(parts[1]).toMatchObject({ tone: "warning", title: "m.json: line 4: a comma is missing", intent: { type: "open", file: "m.json", line: 1 } });
  });

  it("has a word for each kind, and leaves unknown ones alone", () => {
    expect(["rapidkit", "plain", "later", "toString"].map(kindWord)).toEqual(["RapidKit", "Plain repository", "later", "toString"]);
  });
});

describe("usageFigures", () => {
  const none: UsageSummary = { answers: 0, withoutModel: 0, errors: 0, cancels: 0, promptTokens: 0, completionTokens: 0, medianLatencyMs: null };
  const text = (usage: UsageSummary): string => usageFigures(usage).map(({ label, value }) => `${label}: ${value}`).join(", ");

  it("is empty when nothing was asked", () => {
    expect(usageFigures(none)).toEqual([]);
  });

  it("counts what was measured, and only that", () => {
    expect(text({ ...none, answers: 12, withoutModel: 9, promptTokens: 5310, completionTokens: 820, medianLatencyMs: 1840 })).toBe(
      "Answers: 12, Without a model: 9 of 12, Tokens sent: 5,310, Tokens received: 820, Median latency: 1.8 s",
    );
    expect(text({ ...none, errors: 2, cancels: 1 })).toContain("Failed: 2, Cancelled: 1");
  });
});
