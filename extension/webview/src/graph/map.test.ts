import { describe, expect, it } from "vitest";
import type { DashboardState, EdgeReport, ProjectSummary, ServiceReport } from "../../../src/wire/generated";
import { dependsOn, project, service, state } from "../../dev/states/build";
import { connectionsTable } from "../view/connections";
import { workspaceMap, type WorkspaceMap } from "./map";

function draw(projects: readonly ProjectSummary[], services: readonly ServiceReport[], edges: readonly EdgeReport[] = []): WorkspaceMap {
  return workspaceMap(state({ overview: { projects, services }, edges }) satisfies DashboardState);
}

/** `api -> db`, `api -x mailer`, `api ~ web`, and the nodes. */
function text({ nodes, lines }: WorkspaceMap): string {
  const name = (id: string): string => nodes.find((node) => node.id === id)?.name ?? `? ${id}`;
  const arrow = { dependsOn: "->", sharesPort: "~" };
  return [
    nodes.map((node) => `${node.kind} ${node.name}`).join(", "),
    ...lines.map((line) => `${name(line.from)} ${line.isDead ? "-x" : arrow[line.kind]} ${name(line.to)}`),
  ].join("\n");
}

const onPort = (name: string, port: number): ProjectSummary =>
  project(name, { port: { port, role: "app", file: `${name}/Dockerfile`, line: 9 }, isPortShared: true });

describe("workspaceMap", () => {
  it("draws a service that builds a project as that project", () => {
    const services = [service("db"), service("api", { project: "saas-api" })];
    expect(text(draw([project("saas-api")], services, [dependsOn("api", "db", 4)]))).toBe("project saas-api, service db\nsaas-api -> db");
  });

  it("draws two services of one project once, and no line to itself", () => {
    const services = [service("api", { project: "saas-api" }), service("worker", { project: "saas-api" }), service("db")];
    const edges = [dependsOn("api", "db", 4), dependsOn("worker", "db", 9), dependsOn("worker", "api", 10)];
    expect(text(draw([project("saas-api")], services, edges))).toBe("project saas-api, service db\nsaas-api -> db");
  });

  it("shows what is missing, once", () => {
    const services = [service("api"), service("web")];
    const map = draw([], services, [dependsOn("api", "mailer", 4, true), dependsOn("web", "mailer", 9, true)]);
    expect(text(map)).toBe("service api, service web, missing mailer\napi -x mailer\nweb -x mailer");
    expect(map.lines[0]?.text).toBe("api depends on mailer, which does not exist, docker-compose.yml:4");
  });

  it("joins those that use one port", () => {
    const services = [service("proxy", { ports: [8000] }), service("db", { ports: [5432] })];
    expect(text(draw([onPort("a", 8000), onPort("b", 8000), onPort("c", 9000)], services))).toBe(
      "project a, project b, project c, service proxy, service db\nb ~ a\nproxy ~ a",
    );
  });

  it("does not take a project and its own container for two users of a port", () => {
    expect(text(draw([onPort("a", 8000)], [service("api", { ports: [8000], project: "a" })]))).toBe("project a");
  });

  it("drops a line from what is not there", () => {
    expect(text(draw([], [service("db")], [dependsOn("ghost", "db", 4)]))).toBe("service db");
  });

  it("says for screen readers what a box means", () => {
    const [node] = draw([{ ...onPort("saas-api", 8000), findings: { errors: 1, warnings: 1, infos: 0 } }], []).nodes;
    expect(node).toMatchObject({ label: "Project saas-api, fastapi · :8000, 2 findings", tone: "error" });
  });
});

describe("connectionsTable", () => {
  it("says the same as the map, dead lines first", () => {
    const map = draw([onPort("a", 1), onPort("b", 1)], [service("api"), service("db")], [dependsOn("api", "db", 4), dependsOn("api", "gone", 5, true)]);
    const rows = connectionsTable(map).rows.map(({ cells }) => cells.map(({ parts }) => parts.map(({ text }) => text).join(" ")).join(" | "));
    expect(rows).toEqual([
      "api | depends on does not exist | gone | docker-compose.yml:5",
      "api | depends on | db | docker-compose.yml:4",
      "b | shares a port with | a | b/Dockerfile:9",
    ]);
  });
});
