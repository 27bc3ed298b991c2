import type { DashboardState } from "../wire/generated";

/** One of each thing, every optional value set: the least state that exercises every shape. */
export const smallState: DashboardState = {
  overview: {
    revision: 7,
    name: "saas",
    kind: "rapidkit",
    roots: [{ mount: "", uri: "file:///w/saas", name: "saas" }],
    projects: [
      {
        path: "saas-api",
        name: "saas-api",
        manifest: "saas-api/pyproject.toml",
        runtime: "python",
        runtimeVersion: { value: "3.10.19", file: "saas-api/.python-version", line: 1 },
        framework: { name: "fastapi", version: "0.115.0" },
        kit: "fastapi.ddd",
        port: { port: 8000, role: "app", file: "saas-api/Makefile", line: 4 },
        isPortShared: false,
        counts: { modules: 1, endpoints: 38, env: 72, envMissing: 2, services: 1, commands: 3, dependencies: 16, migrations: 0 },
        findings: { errors: 1, warnings: 0, infos: 0 },
      },
    ],
    services: [{ name: "postgres", image: "postgres:16", file: "compose.yaml", line: 3, ports: [5432], project: null }],
    counts: { errors: 1, warnings: 0, infos: 0 },
    score: 87,
    stats: { files: 921, bytes: 1_540_000, elapsedMs: 41 },
    memory: { file: ".rapidkit/workspace-memory.json", entries: 4, problem: null },
  },
  parts: [{ name: "env", points: 17, of: 30, raise: "Define DATABASE_URL in saas-api." }],
  findings: [
    {
      id: "f1",
      rule: "env-missing",
      severity: "error",
      project: "saas-api",
      projectPath: "saas-api",
      file: "saas-api/.env.example",
      line: 12,
      column: 1,
      message: "DATABASE_URL is read, but defined nowhere",
      evidence: [{ file: "saas-api/src/main.py", line: 9, text: 'os.environ["DATABASE_URL"]' }],
      fixes: [
        {
          id: "add-key",
          title: "Add DATABASE_URL to .env",
          kind: "edit",
          safe: true,
          edits: [{ file: "saas-api/.env", startLine: 4, startColumn: 1, endLine: 4, endColumn: 1, newText: "DATABASE_URL=\n" }],
        },
      ],
    },
  ],
  modules: [
    {
      slug: "free/auth/core",
      name: "auth_core",
      installed: [
        {
          project: "saas-api",
          module: { slug: "free/auth/core", name: "auth_core", version: "0.1.10", file: "saas-api/registry.json", line: 4 },
        },
      ],
    },
  ],
  edges: [
    {
      from: { kind: "project", path: "saas-api" },
      to: { kind: "service", file: "compose.yaml", name: "postgres" },
      kind: "dependsOn",
      isDead: false,
      file: "compose.yaml",
      line: 12,
    },
  ],
  incidents: [
    {
      id: "i1",
      title: "KeyError: DATABASE_URL",
      state: "open",
      project: "saas-api",
      file: "saas-api/src/main.py",
      line: 9,
      openedAtMs: 1_700_000_000_000,
      changedAtMs: 1_700_000_100_000,
    },
  ],
  usage: {
    answers: 12,
    withoutModel: 9,
    errors: 1,
    cancels: 0,
    promptTokens: 5310,
    completionTokens: 820,
    medianLatencyMs: 1840,
  },
};
