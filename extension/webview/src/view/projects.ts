import type { ProjectSummary } from "../../../src/wire/generated";
import { grouped, plural } from "../format/number";
import { findingParts, weight } from "./severity";
import { cell, empty, link, number, type Cell, type Column, type Part, type Table } from "./table";

interface ProjectColumn extends Column {
  readonly of: (project: ProjectSummary) => Cell;
  /** Whether it says something of any project. */
  readonly isShown?: (projects: readonly ProjectSummary[]) => boolean;
}

const columns: readonly ProjectColumn[] = [
  { label: "Project", isSortable: true, of: name },
  { label: "Framework", isSortable: true, of: framework },
  { label: "Runtime", isSortable: true, of: runtime },
  { label: "Port", isSortable: true, of: port },
  { label: "Modules", isSortable: true, isNumeric: true, of: ({ counts }) => number(counts.modules), isShown: some("modules") },
  { label: "Endpoints", isSortable: true, isNumeric: true, of: ({ counts }) => number(counts.endpoints), isShown: some("endpoints") },
  { label: "Env keys", isSortable: true, isNumeric: true, of: env },
  { label: "Dependencies", isSortable: true, isNumeric: true, of: ({ counts }) => number(counts.dependencies) },
  { label: "Findings", isSortable: true, of: findings },
  { label: "Actions", of: actions },
];

/** The projects with what is known of each. */
export function projectsTable(projects: readonly ProjectSummary[]): Table {
  const shown = columns.filter(({ isShown }) => isShown?.(projects) ?? true);
  return {
    label: "Projects",
    columns: shown,
    rows: projects.map((project) => ({ id: project.path, cells: shown.map((column) => column.of(project)) })),
  };
}

function some(key: keyof ProjectSummary["counts"]) {
  return (projects: readonly ProjectSummary[]): boolean => projects.some(({ counts }) => counts[key] > 0);
}

function name({ name, path, manifest }: ProjectSummary): Cell {
  const parts: Part[] = [link(name, manifest, 1, { title: `Open ${manifest}` })];
  if (path !== name) parts.push({ text: path === "." ? "workspace root" : path, tone: "muted" });
  return cell(name, ...parts);
}

function framework({ framework, kit }: ProjectSummary): Cell {
  const parts: Part[] = [];
  if (framework) parts.push({ text: framework.name });
  if (framework && framework.version !== null) parts.push({ text: framework.version, tone: "muted" });
  if (kit !== null) parts.push({ text: `kit ${kit}`, tone: "muted" });
  return cell(framework?.name ?? kit ?? "", ...parts);
}

function runtime({ runtime, runtimeVersion: version }: ProjectSummary): Cell {
  if (!version) return cell(runtime, { text: runtime }, { text: "no version", tone: "muted", title: "No file says which version" });
  return cell(`${runtime} ${version.value}`, { text: runtime }, link(version.value, version.file, version.line));
}

function port({ port, isPortShared }: ProjectSummary): Cell {
  if (!port) return empty;
  const parts: Part[] = [link(String(port.port), port.file, port.line, { title: `${port.role} port, ${port.file}:${String(port.line)}` })];
  if (isPortShared) {
    parts.push({ text: "shared", icon: "warning", tone: "warning", title: `Another project or service uses port ${String(port.port)} too` });
  }
  return cell(port.port, ...parts);
}

function env({ counts }: ProjectSummary): Cell {
  if (counts.envMissing === 0) return number(counts.env);
  return cell(counts.env, { text: grouped(counts.env) }, {
    text: `${grouped(counts.envMissing)} missing`,
    icon: "error",
    tone: "error",
    title: `${plural(counts.envMissing, "required key")} that no layer defines`,
  });
}

function findings({ findings }: ProjectSummary): Cell {
  return cell(weight(findings), ...findingParts(findings));
}

function actions({ name, path }: ProjectSummary): Cell {
  return cell(
    "",
    { text: "", icon: "list-tree", label: `Reveal ${name} in the Workspace view`, intent: { type: "revealProject", path } },
    { text: "", icon: "sparkle", label: `Ask about ${name}`, intent: { type: "ask", subject: { kind: "project", path } } },
  );
}
