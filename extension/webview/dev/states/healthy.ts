import type { DashboardState } from "../../../src/wire/generated";
import { dependsOn, incident, module, project, service, state } from "./build";

const port = (name: string, number: number): { port: number; role: string; file: string; line: number } => ({
  port: number,
  role: "published",
  file: "docker-compose.yml",
  line: name.length,
});

/** Four services with nothing to complain about. */
export const healthy: DashboardState = state({
  overview: {
    projects: [
      project("saas-admin", { port: port("saas-admin", 8001) }),
      project("saas-api", {
        kit: "fastapi.ddd",
        port: port("saas-api", 8000),
        counts: { modules: 17, endpoints: 0, env: 72, envMissing: 0, services: 2, commands: 5, dependencies: 24, migrations: 0 },
      }),
      project("saas-nest", {
        manifest: "saas-nest/package.json",
        runtime: "node",
        runtimeVersion: { value: "20.19.6", file: "saas-nest/.nvmrc", line: 1 },
        framework: { name: "nestjs", version: "11.1.9" },
        kit: "nestjs.standard",
        port: port("saas-nest", 8002),
      }),
      project("saas-webhooks", { port: port("saas-webhooks", 8003) }),
    ],
    services: [
      service("postgres", { image: "postgres:16-alpine", line: 3, ports: [5432] }),
      service("redis", { image: "redis:7-alpine", line: 18, ports: [6379] }),
      service("api", { image: null, line: 30, ports: [8000], project: "saas-api" }),
      service("admin", { image: null, line: 48, ports: [8001], project: "saas-admin" }),
      service("nest", { image: null, line: 66, ports: [8002], project: "saas-nest" }),
      service("webhooks", { image: null, line: 84, ports: [8003], project: "saas-webhooks" }),
    ],
    memory: { file: ".rapidkit/workspace-memory.json", entries: 4, problem: null },
  },
  edges: [
    dependsOn("api", "postgres", 40),
    dependsOn("api", "redis", 42),
    dependsOn("admin", "postgres", 58),
    dependsOn("admin", "api", 59),
    dependsOn("nest", "postgres", 76),
    dependsOn("webhooks", "redis", 94),
    dependsOn("webhooks", "api", 95),
  ],
  modules: [
    module("free/auth/core", { "saas-admin": "0.1.10", "saas-api": "0.1.10", "saas-nest": "0.1.10" }),
    module("free/database/db_postgres", { "saas-admin": "0.1.25", "saas-api": "0.1.25", "saas-nest": "0.1.25" }),
    module("free/essentials/settings", { "saas-admin": "0.1.41", "saas-api": "0.1.41", "saas-nest": "0.1.41", "saas-webhooks": "0.1.41" }),
    module("free/security/rate_limiting", { "saas-api": "0.1.6" }),
  ],
  incidents: [
    incident("i2", "ValidationError: STRIPE_WEBHOOK_SECRET is missing", 3, { project: "saas-webhooks", file: "saas-webhooks/src/settings.py" }),
    incident("i1", "KeyError: DATABASE_URL", 50, { state: "resolved" }),
  ],
  usage: { answers: 31, withoutModel: 24, errors: 1, cancels: 0, promptTokens: 18_420, completionTokens: 3_911, medianLatencyMs: 1_840 },
});
