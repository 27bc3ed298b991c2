/** States at the edges: nothing, very much, very long, and what a hostile repository would write. */
import type { DashboardState } from "../../../src/wire/generated";
import { dependsOn, finding, fullParts, incident, module, project, service, state } from "./build";

/** A folder without a backend. */
export const empty: DashboardState = state({ overview: { name: "notes", kind: "plain", stats: { files: 3, bytes: 812, elapsedMs: 2 } }, parts: [] });

/** Projects, and nothing else: each section says what would be there. */
export const bare: DashboardState = state({
  overview: {
    name: "quickstart",
    kind: "plain",
    projects: [project("product-api", { kit: null, counts: { modules: 0, endpoints: 0, env: 0, envMissing: 0, services: 0, commands: 1, dependencies: 3, migrations: 0 } })],
  },
});

const sixty = Array.from({ length: 60 }, (_, place) => `team-${String(place % 7)}-service-${String(place).padStart(2, "0")}`);

/** A large monorepo. */
export const big: DashboardState = state({
  overview: {
    name: "platform",
    kind: "plain",
    projects: sixty.map((name, place) =>
      project(`apps/${name}`, {
        name,
        port: { port: 8000 + (place % 50), role: "app", file: `apps/${name}/Dockerfile`, line: 20 },
        isPortShared: place % 50 < 10,
        findings: { errors: place % 5 === 0 ? 1 : 0, warnings: place % 3, infos: 0 },
      }),
    ),
    services: [
      ...["postgres", "redis", "kafka", "elastic"].map((name, place) => service(name, { line: 3 + place, ports: [5000 + place] })),
      ...sixty.map((name, place) => service(name, { image: null, project: `apps/${name}`, ports: [8000 + (place % 50)] })),
    ],
    counts: { errors: 12, warnings: 60, infos: 0 },
    score: 71,
    stats: { files: 15_231, bytes: 231_000_000, elapsedMs: 388 },
  },
  parts: fullParts.map((part) => ({ ...part, points: Math.round(part.of * 0.71), raise: "Lock the dependencies of 12 projects." })),
  findings: Array.from({ length: 20 }, (_, place) =>
    finding(`f${String(place)}`, place < 12 ? "error" : "warning", "lockfile-stale", `apps/${sixty[place] ?? ""}/package.json`, "package-lock.json is older than package.json"),
  ),
  edges: sixty.flatMap((name, place) => [
    dependsOn(name, ["postgres", "redis", "kafka", "elastic"][place % 4] ?? "redis", 10 + place),
    ...(place % 4 === 0 ? [dependsOn(name, sixty[(place * 7 + 3) % 60] ?? name, 300 + place)] : []),
  ]),
  modules: Array.from({ length: 20 }, (_, place) =>
    module(
      `free/area/module_${String(place)}`,
      Object.fromEntries(sixty.filter((_name, at) => at % (place + 2) === 0).map((name, at) => [`apps/${name}`, at % 9 === 8 ? "0.2.0" : "0.1.0"])),
    ),
  ),
  incidents: Array.from({ length: 10 }, (_, place) => incident(`i${String(place)}`, `TimeoutError in ${sixty[place] ?? ""}`, place * 30)),
  usage: { answers: 1_204, withoutModel: 901, errors: 12, cancels: 7, promptTokens: 1_930_221, completionTokens: 402_117, medianLatencyMs: 65_000 },
});

const longName = "a-service-with-a-name-that-nobody-would-choose-but-somebody-has-generated-from-a-template-0123456789".repeat(2);
const deep = `${"packages/very/deep/".repeat(12)}src`;
const arabic = "خدمة-المدفوعات/المسار/الرئيسي";

/** Long names, deep paths, other scripts and directions. */
export const long: DashboardState = state({
  overview: {
    name: longName,
    projects: [
      project(longName, {
        manifest: `${deep}/pyproject.toml`,
        findings: { errors: 1, warnings: 0, infos: 0 },
        runtimeVersion: { value: ">=3.10.0,<3.13.0 || ==3.14.*", file: `${deep}/pyproject.toml`, line: 1 },
      }),
      project(arabic, { name: "خدمة المدفوعات", manifest: `${arabic}/package.json`, kit: null }),
      project("サービス/決済", { name: "決済サービス", manifest: "サービス/決済/go.mod", runtime: "go", kit: null }),
      project("emoji-👩‍👩‍👧‍👦", { name: "👩‍👩‍👧‍👦 family", kit: null }),
    ],
    services: [service(longName, { image: `registry.example.org/${deep}@sha256:${"0123456789abcdef".repeat(4)}`, ports: [1, 22, 333, 4444, 55_555, 60_000, 61_000] })],
    counts: { errors: 1, warnings: 0, infos: 0 },
    score: 59.5,
  },
  findings: [
    finding("f1", "error", "env-missing", `${deep}/${longName}.py`, `${"A message that goes on and on. ".repeat(12)}${"x".repeat(300)}`, {
      fixes: [{ id: "fix", title: "y".repeat(200), kind: "edit", safe: true, edits: [] }],
    }),
    finding("f2", "warning", "env-placeholder-secret", `${arabic}/.env`, "القيمة 123 (SECRET_KEY) غير معرّفة", { project: "خدمة المدفوعات" }),
  ],
  edges: [dependsOn(longName, "z".repeat(150), 4, true)],
  modules: [module(`free/${longName}`, { [longName]: "1.2.3-alpha.4+build.5.sha.0123456789abcdef", [arabic]: "1.0.0" })],
  incidents: [incident("i1", "E".repeat(400), 1, { file: `${deep}/${longName}.py` })],
});

const html = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>';
const quote = '"\'><svg onload=globalThis.hacked=1>{{constructor}}${hacked=1}javascript:alert(1)';

/** What a repository can put in names, messages and paths. All of it is text. */
export const hostile: DashboardState = state({
  overview: {
    name: html,
    kind: "__proto__",
    projects: [
      project("__proto__", { name: html, kit: quote, runtime: "constructor", framework: { name: quote, version: html } }),
      project(quote, { name: "constructor", manifest: quote, runtimeVersion: { value: html, file: html, line: 1 } }),
    ],
    services: [service(html, { image: quote, file: quote, ports: [80] })],
    counts: { errors: 1, warnings: 0, infos: 0 },
    score: 90,
    memory: { file: html, entries: 1, problem: quote },
  },
  parts: [{ name: html, points: 200, of: 100, raise: quote }, { name: "toString", points: 0, of: 0, raise: null }],
  findings: [finding("f1", "error", quote, html, html, { project: quote, fixes: [{ id: "x", title: html, kind: "edit", safe: true, edits: [] }] })],
  edges: [{ from: { kind: "service", file: quote, name: html }, to: { kind: "project", path: "__proto__" }, kind: "dependsOn", isDead: false, file: html, line: 1 }],
  modules: [module(`free/${html}`, { ["__proto__x"]: html, [quote]: quote })],
  incidents: [incident("i1", html, 1, { project: quote, file: html })],
});
