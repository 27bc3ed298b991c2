import type { ModuleInstall, ModuleRow, ProjectSummary } from "../../../src/wire/generated";
import { plural } from "../format/number";
import { cell, empty, link, type Cell, type Column, type Table } from "./table";

/** Modules by projects. A cell is the installed version; where versions of a module differ, all of its cells say so. */
export function modulesTable(modules: readonly ModuleRow[], projects: readonly ProjectSummary[]): Table {
  const holders = projects.filter(({ path }) => modules.some(({ installed }) => installed.some(({ project }) => project === path)));
  const columns: readonly Column[] = [
    { label: "Module", isSortable: true },
    { label: "Versions", isSortable: true },
    ...holders.map(({ name }) => ({ label: name })),
  ];
  return {
    label: "Modules by project",
    columns,
    rows: modules.map((module) => {
      const versions = versionsOf(module);
      return {
        id: module.slug,
        cells: [
          cell(module.name, { text: module.name }, { text: module.slug, tone: "muted" }),
          summary(module, versions),
          ...holders.map(({ path }) => installs(module.installed.filter(({ project }) => project === path), versions.length > 1)),
        ],
      };
    }),
  };
}

/** Modules that projects have in different versions. */
export function drifting(modules: readonly ModuleRow[]): readonly ModuleRow[] {
  return modules.filter((module) => versionsOf(module).length > 1);
}

function versionsOf({ installed }: ModuleRow): readonly string[] {
  return [...new Set(installed.map(({ module }) => module.version ?? "no version"))].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
}

function summary(module: ModuleRow, versions: readonly string[]): Cell {
  if (versions.length <= 1) return cell(versions.length, { text: "same", tone: "muted" });
  return cell(versions.length, {
    text: plural(versions.length, "version"),
    icon: "warning",
    tone: "warning",
    title: `${module.name} differs between projects: ${versions.join(", ")}`,
  });
}

function installs(found: readonly ModuleInstall[], isDrifting: boolean): Cell {
  if (found.length === 0) return empty;
  const [first] = found;
  return cell(
    first?.module.version ?? "",
    ...found.map(({ module }) => link(module.version ?? "no version", module.file, module.line, isDrifting ? { tone: "warning" } : {})),
  );
}
