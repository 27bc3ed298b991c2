/** Builders of states for the development page and its tests. */
import type {
  DashboardState,
  EdgeReport,
  FindingReport,
  IncidentSummary,
  ModuleRow,
  ProjectSummary,
  ScorePart,
  ServiceReport,
  Severity,
} from "../../../src/wire/generated";

/** The clock of every state. */
export const NOW_MS = Date.UTC(2026, 10, 21, 14, 3, 22);
const HOUR_MS = 3_600_000;

export function project(name: string, rest: Partial<ProjectSummary> = {}): ProjectSummary {
  return {
    path: name,
    name,
    manifest: `${name}/pyproject.toml`,
    runtime: "python",
    runtimeVersion: { value: "3.10.19", file: `${name}/.python-version`, line: 1 },
    framework: { name: "fastapi", version: "0.115.0" },
    kit: "fastapi.standard",
    port: null,
    isPortShared: false,
    counts: { modules: 5, endpoints: 0, env: 24, envMissing: 0, services: 1, commands: 4, dependencies: 16, migrations: 0 },
    findings: { errors: 0, warnings: 0, infos: 0 },
    ...rest,
  };
}

export function service(name: string, rest: Partial<ServiceReport> = {}): ServiceReport {
  return { name, image: `${name}:latest`, file: "docker-compose.yml", line: 3, ports: [], project: null, ...rest };
}

export function dependsOn(from: string, to: string, line: number, isDead = false): EdgeReport {
  return {
    from: { kind: "service", file: "docker-compose.yml", name: from },
    to: { kind: "service", file: "docker-compose.yml", name: to },
    kind: "dependsOn",
    isDead,
    file: "docker-compose.yml",
    line,
  };
}

export function module(slug: string, versions: Readonly<Record<string, string | null>>): ModuleRow {
  const name = slug.split("/").slice(1).join("_");
  return {
    slug,
    name,
    installed: Object.entries(versions).map(([path, version]) => ({
      project: path,
      module: { slug, name, version, file: `${path}/registry.json`, line: 12 },
    })),
  };
}

export function finding(id: string, severity: Severity, rule: string, file: string, message: string, rest: Partial<FindingReport> = {}): FindingReport {
  const path = file.split("/")[0] ?? file;
  return {
    id,
    rule,
    severity,
    project: path,
    projectPath: path,
    file,
    line: 12,
    column: 1,
    message,
    evidence: [{ file, line: 12, text: message }],
    fixes: [],
    ...rest,
  };
}

export function incident(id: string, title: string, hoursAgo: number, rest: Partial<IncidentSummary> = {}): IncidentSummary {
  const atMs = NOW_MS - hoursAgo * HOUR_MS;
  return {
    id,
    title,
    state: "open",
    project: "saas-api",
    file: "saas-api/src/main.py",
    line: 41,
    openedAtMs: atMs,
    changedAtMs: atMs,
    ...rest,
  };
}

export const fullParts: readonly ScorePart[] = ["env", "dependencies", "ports", "runtime", "modules", "compose"].map((name, place) => {
  const of = [30, 20, 15, 15, 10, 10][place] ?? 10;
  return { name, points: of, of, raise: null };
});

export function state(rest: Partial<Omit<DashboardState, "overview">> & { overview: Partial<DashboardState["overview"]> }): DashboardState {
  return {
    parts: fullParts,
    findings: [],
    modules: [],
    edges: [],
    incidents: [],
    usage: { answers: 0, withoutModel: 0, errors: 0, cancels: 0, promptTokens: 0, completionTokens: 0, medianLatencyMs: null },
    ...rest,
    overview: {
      revision: 7,
      name: "saas-starter-workspace",
      kind: "rapidkit",
      roots: [{ mount: "", uri: "file:///w/saas-starter-workspace", name: "saas-starter-workspace" }],
      projects: [],
      services: [],
      counts: { errors: 0, warnings: 0, infos: 0 },
      score: 100,
      stats: { files: 921, bytes: 1_540_000, elapsedMs: 41 },
      memory: null,
      ...rest.overview,
    },
  };
}
