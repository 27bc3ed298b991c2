/** The part of `DashboardState` that the view draws. Compiles only while it agrees with the wire types. */
import type {
  DashboardState,
  EdgeReport,
  FindingCounts,
  FindingReport,
  FixReport,
  FrameworkReport,
  IncidentSummary,
  MemorySummary,
  ModuleInstall,
  ModuleReport,
  ModuleRow,
  Overview,
  PortReport,
  ProjectCounts,
  ProjectSummary,
  RootReport,
  ScorePart,
  ServiceReport,
  StatsReport,
  UsageSummary,
  VersionReport,
} from "../wire/generated";
import { amount, count, either, exactly, flag, line, listOf, nullable, shape, text } from "./guard";

const findingCounts = shape<FindingCounts>({ errors: count, warnings: count, infos: count });

const port = shape<PortReport>({ port: count, role: text, file: text, line });

const project = shape<ProjectSummary>({
  path: text,
  name: text,
  manifest: text,
  runtime: text,
  runtimeVersion: nullable(shape<VersionReport>({ value: text, file: text, line })),
  framework: nullable(shape<FrameworkReport>({ name: text, version: nullable(text) })),
  kit: nullable(text),
  port: nullable(port),
  isPortShared: flag,
  counts: shape<ProjectCounts>({
    modules: count,
    endpoints: count,
    env: count,
    envMissing: count,
    services: count,
    commands: count,
    dependencies: count,
    migrations: count,
  }),
  findings: findingCounts,
});

const overview = shape<Overview>({
  revision: count,
  name: text,
  kind: text,
  roots: listOf(shape<RootReport>({ mount: text, uri: text, name: text })),
  projects: listOf(project),
  services: listOf(
    shape<ServiceReport>({
      name: text,
      image: nullable(text),
      file: text,
      line,
      ports: listOf(count),
      project: nullable(text),
    }),
  ),
  counts: findingCounts,
  score: amount,
  stats: shape<StatsReport>({ files: count, bytes: count, elapsedMs: amount }),
  memory: nullable(shape<MemorySummary>({ file: text, entries: count, problem: nullable(text) })),
});

export type DrawnFix = Pick<FixReport, "id" | "title" | "kind">;
/** Edits and evidence stay in the host: the preview and the finding's file show them. */
export type DrawnFinding = Omit<FindingReport, "evidence" | "fixes"> & { readonly fixes: readonly DrawnFix[] };
export type DrawnState = Omit<DashboardState, "findings"> & { readonly findings: readonly DrawnFinding[] };

const finding = shape<DrawnFinding>({
  id: text,
  rule: text,
  severity: exactly("info", "warning", "error"),
  project: nullable(text),
  projectPath: nullable(text),
  file: text,
  line,
  column: count,
  message: text,
  fixes: listOf(shape<DrawnFix>({ id: text, title: text, kind: exactly("edit", "command") })),
});

const edgeEnd = either<EdgeReport["from"]>(
  shape<Extract<EdgeReport["from"], { kind: "project" }>>({ kind: exactly("project"), path: text }),
  shape<Extract<EdgeReport["from"], { kind: "service" }>>({ kind: exactly("service"), file: text, name: text }),
);

export const drawnState = shape<DrawnState>({
  overview,
  parts: listOf(shape<ScorePart>({ name: text, points: amount, of: amount, raise: nullable(text) })),
  findings: listOf(finding),
  modules: listOf(
    shape<ModuleRow>({
      slug: text,
      name: text,
      installed: listOf(
        shape<ModuleInstall>({
          project: text,
          module: shape<ModuleReport>({ slug: text, name: text, version: nullable(text), file: text, line }),
        }),
      ),
    }),
  ),
  edges: listOf(
    shape<EdgeReport>({
      from: edgeEnd,
      to: edgeEnd,
      kind: exactly("dependsOn"),
      isDead: flag,
      file: text,
      line,
    }),
  ),
  incidents: listOf(
    shape<IncidentSummary>({
      id: text,
      title: text,
      state: exactly("open", "resolved"),
      project: nullable(text),
      file: nullable(text),
      line: nullable(line),
      openedAtMs: amount,
      changedAtMs: amount,
    }),
  ),
  usage: shape<UsageSummary>({
    answers: count,
    withoutModel: count,
    errors: count,
    cancels: count,
    promptTokens: count,
    completionTokens: count,
    medianLatencyMs: nullable(amount),
  }),
});

/** What is sent to the view. */
export function drawn(state: DashboardState): DrawnState {
  return {
    ...state,
    findings: state.findings.map(({ evidence: _evidence, fixes, ...rest }) => ({
      ...rest,
      fixes: fixes.map(({ id, title, kind }) => ({ id, title, kind })),
    })),
  };
}
