import type { DashboardState, FindingReport } from "../../../src/wire/generated";
import { dependsOn, finding, incident, module, project, service, state } from "./build";

const edit = (title: string): FindingReport["fixes"] => [{ id: "fix", title, kind: "edit", safe: true, edits: [] }];

const findings: readonly FindingReport[] = [
  finding("e1", "error", "env-missing", "saas-api/src/settings.py", "DATABASE_URL is read, RAPIDKIT_DB_POSTGRES_URL is defined", {
    fixes: edit("Add DATABASE_URL to saas-api/.env"),
  }),
  finding("e2", "error", "port-conflict", "docker-compose.yml", "Port 8000 is published by api and nest", {
    project: null,
    projectPath: null,
    fixes: edit("Publish nest on 8004"),
  }),
  finding("e3", "error", "compose-invalid", "docker-compose.yml", "api depends on mailer, which is no service", { project: null, projectPath: null }),
  finding("e4", "error", "env-committed", "saas-webhooks/.env", "`saas-webhooks/.env` is tracked by git, with 6 secrets in it", {
    fixes: [{ id: "untrack", title: "Stop tracking .env", kind: "command", safe: false, edits: [], command: "git rm --cached .env" }],
  }),
  ...Array.from({ length: 11 }, (_, place) =>
    finding(`w${String(place)}`, "warning", "runtime-mismatch", "saas-nest/Dockerfile", `The base image is node:${String(18 + place)}, .nvmrc says 20.19.6`, {
      fixes: place % 2 === 0 ? edit("Use node:20 as base image") : [],
    }),
  ),
  ...Array.from({ length: 5 }, (_, place) =>
    finding(`n${String(place)}`, "info", "module-registry-drift", "saas-admin/registry.json", `auth_core 0.1.${String(place)} is registered, 0.1.10 is vendored`),
  ),
];

/** Thirty findings, a dead dependency, a shared port, drifting modules. */
export const broken: DashboardState = state({
  overview: {
    projects: [
      project("saas-admin", { findings: { errors: 0, warnings: 2, infos: 6 }, runtimeVersion: null }),
      project("saas-api", {
        kit: "fastapi.ddd",
        port: { port: 8000, role: "published", file: "docker-compose.yml", line: 31 },
        isPortShared: true,
        counts: { modules: 17, endpoints: 38, env: 72, envMissing: 2, services: 2, commands: 5, dependencies: 24, migrations: 0 },
        findings: { errors: 2, warnings: 1, infos: 0 },
      }),
      project("saas-nest", {
        manifest: "saas-nest/package.json",
        runtime: "node",
        runtimeVersion: { value: ">=18", file: "saas-nest/package.json", line: 7 },
        framework: { name: "nestjs", version: null },
        kit: null,
        port: { port: 8000, role: "app", file: "saas-nest/src/main.ts", line: 14 },
        isPortShared: true,
        findings: { errors: 1, warnings: 11, infos: 0 },
      }),
      project("saas-webhooks", { findings: { errors: 1, warnings: 0, infos: 0 }, framework: null, kit: null }),
    ],
    services: [
      service("postgres", { image: "postgres:16", line: 3, ports: [5432] }),
      service("api", { image: null, line: 30, ports: [8000], project: "saas-api" }),
      service("nest", { image: null, line: 48, ports: [8000], project: "saas-nest" }),
    ],
    counts: { errors: 5, warnings: 17, infos: 8 },
    score: 38,
    memory: { file: ".rapidkit/workspace-memory.json", entries: 0, problem: "line 4: a comma is missing" },
  },
  parts: [
    { name: "env", points: 8, of: 30, raise: "Define DATABASE_URL and STRIPE_SECRET in saas-api." },
    { name: "dependencies", points: 12, of: 20, raise: "Lock saas-nest: package-lock.json is older than package.json." },
    { name: "ports", points: 0, of: 15, raise: "Publish api and nest on different ports." },
    { name: "runtime", points: 6, of: 15, raise: "Let saas-nest's Dockerfile, .nvmrc and engines agree." },
    { name: "modules", points: 2, of: 10, raise: "Bring auth_core to 0.1.10 in saas-admin." },
    { name: "compose", points: 10, of: 10, raise: null },
  ],
  findings,
  edges: [dependsOn("api", "postgres", 40), dependsOn("api", "mailer", 41, true), dependsOn("nest", "postgres", 58)],
  modules: [
    module("free/auth/core", { "saas-admin": "0.1.8", "saas-api": "0.1.10", "saas-nest": null }),
    module("free/database/db_postgres", { "saas-admin": "0.1.25", "saas-api": "0.1.25" }),
  ],
  incidents: Array.from({ length: 10 }, (_, place) =>
    incident(`i${String(place)}`, `sqlalchemy.exc.OperationalError: connection to server at "postgres" failed (${String(place)})`, place * 9, {
      state: place % 3 === 0 ? "open" : "resolved",
    }),
  ),
  usage: { answers: 3, withoutModel: 3, errors: 2, cancels: 1, promptTokens: 0, completionTokens: 0, medianLatencyMs: null },
});
