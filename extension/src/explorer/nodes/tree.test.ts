import { describe, expect, it } from "vitest";
import overviewExample from "../../../../schemas/examples/ws.overview/two-projects.json";
import reportExample from "../../../../schemas/examples/ws.projectShow/fastapi.json";
import { placeText } from "../../places";
import type { EnvReport, Overview, ProjectReport, ProjectSummary } from "../../wire/generated";
import { questionAbout } from "../about";
import { byUrgency, isMissing } from "./env";
import type { Source, View } from "./node";
import { childrenOf, type Item, topOf, viewOf } from "./tree";

const overview = overviewExample.result as Overview;
const report = reportExample.result as ProjectReport;
const [api, nest] = overview.projects as [ProjectSummary, ProjectSummary];

function sourceOf(over: Partial<Overview> = {}, of: ProjectReport | null = report): Source {
  return { overview: { ...overview, ...over }, project: () => Promise.resolve(of) };
}

/** The tree as a reader sees it, all open. */
async function render(source: Source): Promise<string> {
  const lines: string[] = [];
  const draw = async (item: Item, depth: number): Promise<void> => {
    const view = viewOf(item);
    const opens = view.opens ? ` → ${placeText(view.opens)}` : "";
    lines.push(`${"  ".repeat(depth)}${view.label}${view.description ? `  ${view.description}` : ""}${opens}`);
    for (const child of await childrenOf(item, source)) {
      await draw(child, depth + 1);
    }
  };
  for (const item of topOf(source)) {
    await draw(item, 0);
  }
  return lines.join("\n");
}

describe("the Workspace view", () => {
  it("shows each project with what it has, and opens the line that says so", async () => {
    expect(await render(sourceOf())).toMatchInlineSnapshot(`
      "saas-api  fastapi.ddd · py 3.10 · :8000 · port shared
        Modules  1
          auth_core  0.1.10 → saas-api/registry.json:3
        Endpoints  1
          POST /api/auth/register  src/routing/saas.py:171 → saas-api/src/routing/saas.py:171
        Env  1   1 missing
          JWT_SECRET  missing · secret → saas-api/src/settings.py:12
            .env.example:4  defined, example → saas-api/.env.example:4
            src/settings.py:12  read → saas-api/src/settings.py:12
        Services  1
        Commands  2
          dev  poetry run uvicorn src.main:app --reload → saas-api/pyproject.toml:1
          test  poetry run pytest → saas-api/pyproject.toml:22
        Migrations  1
          alembic/versions  alembic · 2 migrations · 1 problem → saas-api/alembic/versions/1f2e_users.py:8
        Dependencies  1
          fastapi  0.115.0 · installed 0.116.1 → saas-api/pyproject.toml:9
      saas-nest  nestjs · node
      Services  postgres
        postgres  postgres:16 · :5432 → docker-compose.yml:14"
    `);
  });

  it("shows the services of a project's own compose file under the project", async () => {
    const services = [{ ...overview.services[0]!, file: "saas-api/compose.yml" }];
    const text = await render(sourceOf({ services, projects: [api] }));
    expect(text).toContain("    postgres  postgres:16 · :5432 → saas-api/compose.yml:14");
    expect(text).not.toContain("\nServices");
  });

  it("groups by folder when several are open", async () => {
    const roots = [
      { mount: "one", uri: "file:///a/one", name: "one" },
      { mount: "two", uri: "file:///b/two", name: "two" },
    ];
    const projects = [{ ...api, path: "one/api" }, { ...nest, path: "two" }];
    const text = await render(sourceOf({ roots, projects, services: [] }));
    expect(text.split("\n").filter((line) => /^ {0,2}\S/.test(line))).toEqual([
      "one  1 project",
      "  saas-api  fastapi.ddd · py 3.10 · :8000 · port shared",
      "two  1 project",
      "  saas-nest  nestjs · node",
    ]);
  });

  it("opens the only project", () => {
    const expansions = (projects: readonly ProjectSummary[]): readonly View["expansion"][] =>
      topOf(sourceOf({ projects, services: [] })).map((item) => viewOf(item).expansion);
    expect(expansions([api])).toEqual(["expanded"]);
    expect(expansions([api, nest])).toEqual(["collapsed", "none"]);
  });

  it("keeps the ids of rows across revisions", () => {
    const ids = (source: Source): readonly string[] => topOf(source).map((item) => viewOf(item).id);
    const later = sourceOf({ revision: 99, projects: [{ ...api, name: "renamed", findings: { errors: 0, warnings: 0, infos: 0 } }, nest] });
    expect(ids(later)).toEqual(ids(sourceOf()));
  });

  it("is empty below a project that is gone", async () => {
    expect(await childrenOf({ kind: "group", group: "env", project: api }, sourceOf({}, null))).toEqual([]);
  });

  it("dims a route that no server includes, and says what of a path is not known", () => {
    const route = { method: "GET", path: "/{?}/items", file: "saas-api/src/items.py", line: 3, handler: "items" };
    const row = (mounted: boolean, unknown: readonly string[]): View =>
      viewOf({ kind: "endpoint", project: "saas-api", endpoint: { ...route, mounted, unknown: [...unknown] } });
    const told = (view: View): string => view.tooltip?.(({ file, line }) => `${file}:${line ?? ""}`) ?? "";
    const aside = row(false, ["settings.prefix"]);
    expect(aside.description).toBe("not mounted · src/items.py:3");
    expect(aside.icon).toEqual({ kind: "theme", id: "circle-slash", color: "disabledForeground" });
    expect(aside.opens).toMatchObject({ file: "saas-api/src/items.py", line: 3 });
    expect(told(aside)).toContain("Known only when it runs: `settings.prefix`");
    expect(row(true, []).description).toBe("src/items.py:3");
    expect(told(row(true, []))).not.toContain("Known only");
  });

  it("explains with links to the evidence, and lets no name become a link", () => {
    const view = viewOf({ kind: "project", project: { ...api, name: "[x](command:y)" }, isAlone: false });
    const text = view.tooltip?.(({ file, line }) => `<${file}:${line ?? ""}>`) ?? "";
    expect(text).toContain("\\[x\\]\\(command:y\\)");
    expect(text).toContain("from <saas-api/.python-version:1>");
    expect(text).toContain("1 error");
  });
});

describe("env keys", () => {
  const key = (over: Partial<EnvReport>): EnvReport => ({ key: "K", required: true, secret: false, reads: [], defines: [], ...over });

  it("are missing when they are required and no layer but the example has them", () => {
    const at = { file: ".env", line: 1 };
    expect(isMissing(key({}))).toBe(true);
    expect(isMissing(key({ defines: [{ ...at, layer: "example" }] }))).toBe(true);
    expect(isMissing(key({ defines: [{ ...at, layer: "compose" }] }))).toBe(false);
    expect(isMissing(key({ required: false }))).toBe(false);
  });

  it("come with the missing ones first", () => {
    const keys = [key({ key: "B", required: false }), key({ key: "C" }), key({ key: "A", required: false })];
    expect(byUrgency(keys).map((each) => each.key)).toEqual(["C", "A", "B"]);
  });
});

it("starts a question about a row with its file attached", async () => {
  const [group] = await childrenOf({ kind: "project", project: api, isAlone: true }, sourceOf());
  const [module] = await childrenOf(group!, sourceOf());
  expect(questionAbout(module!)).toMatchObject({
    prompt: "About the module auth_core in saas-api: ",
    isDraft: true,
    place: { file: "saas-api/registry.json", line: 3 },
  });
});
