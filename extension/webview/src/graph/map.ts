/** What the map shows, as plain values: projects and services, and the lines between them. */
import type { DashboardState, EdgeEnd, EdgeReport, ProjectSummary } from "../../../src/wire/generated";
import type { Intent } from "../../../src/dashboard/contract";
import { plural } from "../format/number";
import { composeServices, serviceId, type ComposeService } from "../view/composeServices";
import { total } from "../view/severity";
import { place, type Tone } from "../view/table";

export type NodeKind = "project" | "service" | "missing";

export interface MapNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** The second line: framework and port, or image. */
  readonly detail: string;
  readonly tone: Tone;
  /** What a screen reader says. */
  readonly label: string;
  readonly intent: Intent | undefined;
}

export type LineKind = "dependsOn" | "sharesPort";

export interface MapLine {
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  readonly isDead: boolean;
  /** A sentence. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

export interface WorkspaceMap {
  readonly nodes: readonly MapNode[];
  readonly lines: readonly MapLine[];
}

type Drawn = Pick<DashboardState, "overview" | "edges">;

export function workspaceMap({ overview: { projects, services: reports }, edges }: Drawn): WorkspaceMap {
  const services = composeServices(reports);
  const own = services.filter(({ project }) => !projects.some(({ path }) => path === project));
  const nodes = new Map<string, MapNode>();
  for (const project of projects) nodes.set(projectId(project.path), projectNode(project));
  for (const service of own) nodes.set(service.id, serviceNode(service));

  const lines = new Map<string, MapLine>();
  const add = (line: MapLine): void => {
    const key = `${line.kind} ${line.from} ${line.to}`;
    if (line.from !== line.to && !lines.has(key)) lines.set(key, line);
  };
  for (const edge of edges) {
    const from = endId(edge.from, services, nodes);
    if (from === undefined) continue;
    const to = edge.isDead ? undefined : endId(edge.to, services, nodes);
    add(dependency(edge, from, to ?? missing(edge.to, nodes), to === undefined, nodes));
  }
  for (const line of sharedPorts(projects, own)) add(line);
  return { nodes: [...nodes.values()], lines: [...lines.values()] };
}

function projectId(path: string): string {
  return `project ${path}`;
}

/** The node of an end. A service that builds a project is drawn as that project. */
function endId(end: EdgeEnd, services: readonly ComposeService[], nodes: ReadonlyMap<string, MapNode>): string | undefined {
  if (end.kind === "project") return nodes.has(projectId(end.path)) ? projectId(end.path) : undefined;
  const id = serviceId(end.file, end.name);
  if (nodes.has(id)) return id;
  const service = services.find((candidate) => candidate.id === id);
  const built = projectId(service?.project ?? "");
  return nodes.has(built) ? built : undefined;
}

/** Adds a node for what is asked for and is not there. */
function missing(end: EdgeEnd, nodes: Map<string, MapNode>): string {
  const name = end.kind === "service" ? end.name : end.path;
  const id = `missing ${name}`;
  if (!nodes.has(id)) {
    nodes.set(id, { id, kind: "missing", name, detail: "missing", tone: "error", label: `${name}, missing`, intent: undefined });
  }
  return id;
}

function dependency(
  { file, line }: EdgeReport,
  from: string,
  to: string,
  isDead: boolean,
  nodes: ReadonlyMap<string, MapNode>,
): MapLine {
  const names = `${nodes.get(from)?.name ?? from} depends on ${nodes.get(to)?.name ?? to}`;
  const text = isDead ? `${names}, which does not exist` : names;
  return { from, to, kind: "dependsOn", isDead, text: `${text}, ${place(file, line)}`, file, line };
}

function projectNode({ path, name, manifest, framework, runtime, port, findings }: ProjectSummary): MapNode {
  const detail = [framework?.name ?? runtime, port ? `:${String(port.port)}` : ""].filter(Boolean).join(" · ");
  const tone: Tone = findings.errors > 0 ? "error" : findings.warnings > 0 ? "warning" : "good";
  const found = total(findings) === 0 ? "no findings" : plural(total(findings), "finding");
  return {
    id: projectId(path),
    kind: "project",
    name,
    detail,
    tone,
    label: `Project ${name}, ${detail}, ${found}`,
    intent: { type: "open", file: manifest, line: 1 },
  };
}

function serviceNode({ id, name, image, places: [first], ports }: ComposeService): MapNode {
  const detail = [image ?? "built", ...ports.slice(0, 1).map((port) => `:${String(port)}`)].join(" · ");
  return {
    id,
    kind: "service",
    name,
    detail,
    tone: "muted",
    label: `Compose service ${name}, ${detail}`,
    intent: first && { type: "open", file: first.file, line: first.line },
  };
}

/** For each port used more than once: a line from each further user to the first. */
function sharedPorts(projects: readonly ProjectSummary[], services: readonly ComposeService[]): readonly MapLine[] {
  interface User {
    readonly id: string;
    readonly name: string;
    readonly file: string;
    readonly line: number;
  }
  const users = new Map<number, User[]>();
  const add = (port: number, user: User): void => {
    users.set(port, [...(users.get(port) ?? []), user]);
  };
  for (const { path, name, port } of projects) if (port) add(port.port, { id: projectId(path), name, file: port.file, line: port.line });
  for (const { id, name, places, ports } of services) {
    const [first] = places;
    for (const port of ports) if (first) add(port, { id, name, ...first });
  }
  return [...users].flatMap(([port, [first, ...others]]) =>
    others.map(({ id, name, file, line }) => ({
      from: id,
      to: first?.id ?? id,
      kind: "sharesPort" as const,
      isDead: false,
      text: `${name} and ${first?.name ?? ""} both use port ${String(port)}, ${place(file, line)}`,
      file,
      line,
    })),
  );
}
