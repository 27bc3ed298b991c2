import type { EdgeEnd, EdgeReport, ProjectSummary, ServiceReport } from "../../../src/wire/generated";
import { composeServices, isService, type ComposeService } from "./composeServices";
import { cell, empty, link, place, type Cell, type Part, type Row, type Table } from "./table";

/** Compose services with what each publishes, builds and waits for. */
export function servicesTable(
  services: readonly ServiceReport[],
  projects: readonly ProjectSummary[],
  edges: readonly EdgeReport[],
): Table {
  return {
    label: "Compose services",
    columns: [
      { label: "Service", isSortable: true },
      { label: "Image or build", isSortable: true },
      { label: "Ports", isSortable: true },
      { label: "Depends on" },
    ],
    rows: composeServices(services).map((service) => ({
      id: service.id,
      cells: [
        name(service),
        origin(service, projects),
        service.ports.length === 0 ? empty : cell(service.ports[0] ?? "", ...service.ports.map((port) => ({ text: String(port) }))),
        dependencies(edges.filter(({ from }) => isService(from, service))),
      ],
    })),
  };
}

/** Which port is used by whom. The ones used more than once come first. */
export function portsTable(projects: readonly ProjectSummary[], services: readonly ServiceReport[]): Table {
  const rows = [...portUsers(projects, services)].map(([port, users]): Row & { isShared: boolean } => {
    const isShared = users.length > 1;
    const number: Part = isShared
      ? { text: String(port), icon: "warning", tone: "warning", title: "Used more than once" }
      : { text: String(port) };
    return { id: String(port), isShared, cells: [cell(port, number), cell(users[0]?.text ?? "", ...users)] };
  });
  rows.sort((a, b) => Number(b.isShared) - Number(a.isShared) || Number(a.id) - Number(b.id));
  return {
    label: "Ports",
    columns: [
      { label: "Port", isSortable: true },
      { label: "Used by", isSortable: true },
    ],
    rows,
  };
}

function portUsers(projects: readonly ProjectSummary[], services: readonly ServiceReport[]): Map<number, Part[]> {
  const users = new Map<number, Part[]>();
  const add = (port: number, user: Part): void => {
    users.set(port, [...(users.get(port) ?? []), user]);
  };
  for (const { name, port } of projects) {
    if (port) add(port.port, link(name, port.file, port.line));
  }
  for (const { name, places, ports, project } of composeServices(services)) {
    // The container of a project publishes that project's own port.
    const own = projects.find(({ path }) => path === project)?.port?.port;
    const [first] = places;
    for (const port of ports) {
      if (first && port !== own) add(port, link(name, first.file, first.line));
    }
  }
  return users;
}

/** The service, and the files that speak of it. */
function name({ name, places: [first, ...others] }: ComposeService): Cell {
  if (!first) return empty;
  return cell(
    name,
    link(name, first.file, first.line),
    { text: first.file, tone: "muted" },
    ...others.map(({ file, line }) => link(file, file, line)),
  );
}

function origin({ image, project }: ComposeService, projects: readonly ProjectSummary[]): Cell {
  const built = projects.find(({ path }) => path === project);
  const parts: Part[] = [];
  if (image !== null) parts.push({ text: image });
  if (built) parts.push({ text: "builds", tone: "muted" }, link(built.name, built.manifest, 1));
  return parts.length === 0 ? empty : cell(image ?? built?.name ?? "", ...parts);
}

function dependencies(edges: readonly EdgeReport[]): Cell {
  if (edges.length === 0) return empty;
  return cell(
    "",
    ...edges.map(({ to, isDead, file, line }) =>
      isDead
        ? link(endName(to), file, line, { icon: "error", tone: "error", title: `${endName(to)} does not exist, ${place(file, line)}` })
        : link(endName(to), file, line),
    ),
  );
}

/** How an end of a line is called. */
export function endName(end: EdgeEnd, projects: readonly ProjectSummary[] = []): string {
  if (end.kind === "service") return end.name;
  return projects.find(({ path }) => path === end.path)?.name ?? end.path;
}
