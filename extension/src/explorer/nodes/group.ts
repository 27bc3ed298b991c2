import { plural, thousands } from "../../words";
import type { ProjectReport, ProjectSummary } from "../../wire/generated";
import { type CommandItem } from "./command";
import { type DependencyItem } from "./dependency";
import { type EndpointItem } from "./endpoint";
import { byUrgency, type EnvItem } from "./env";
import { type MigrationsItem } from "./migrations";
import { type ModuleItem } from "./module";
import { defineNode, type Source } from "./node";
import { type ServiceItem, servicesOf } from "./service";

export type GroupName = "modules" | "endpoints" | "env" | "services" | "commands" | "migrations" | "dependencies";

/** What a project has of one kind. */
export interface GroupItem {
  readonly kind: "group";
  readonly group: GroupName;
  readonly project: ProjectSummary;
}

type LeafItem = ModuleItem | EndpointItem | EnvItem | ServiceItem | CommandItem | MigrationsItem | DependencyItem;

const LOOKS: Readonly<Record<GroupName, { readonly label: string; readonly icon: string }>> = {
  modules: { label: "Modules", icon: "package" },
  endpoints: { label: "Endpoints", icon: "globe" },
  env: { label: "Env", icon: "symbol-variable" },
  services: { label: "Services", icon: "server" },
  commands: { label: "Commands", icon: "terminal" },
  migrations: { label: "Migrations", icon: "layers" },
  dependencies: { label: "Dependencies", icon: "library" },
};

export const groupNode = defineNode<GroupItem, LeafItem>({
  kind: "group",
  view: ({ group, project }) => {
    const { label, icon } = LOOKS[group];
    const missing = group === "env" ? project.counts.envMissing : 0;
    return {
      id: `group:${project.path}:${group}`,
      label,
      description: missing > 0 ? `${thousands(project.counts.env)}   ${missing} missing` : thousands(project.counts[group]),
      icon: { kind: "theme", id: icon, ...(missing > 0 ? { color: "list.warningForeground" } : {}) },
      ...(missing > 0
        ? { tooltip: () => `${plural(missing, "required key is", "required keys are")} defined nowhere` }
        : {}),
      context: `group.${group}`,
      expansion: "collapsed",
    };
  },
  children: async ({ group, project }, source) => {
    const report = await source.project(project.path);
    return report ? leavesOf(group, project, report, source) : [];
  },
});

function leavesOf(group: GroupName, project: ProjectSummary, report: ProjectReport, source: Source): readonly LeafItem[] {
  const { path } = project;
  switch (group) {
    case "modules":
      return report.modules.map((module) => ({ kind: "module", project: path, module }));
    case "endpoints":
      return report.endpoints.map((endpoint) => ({ kind: "endpoint", project: path, endpoint }));
    case "env":
      return byUrgency(report.env).map((env) => ({ kind: "env", project: path, env }));
    case "services":
      return servicesOf(path, source.overview).map((service) => ({ kind: "service", project: path, service }));
    case "commands":
      return report.commandPlaces.map((command) => ({ kind: "command", project: path, command }));
    case "migrations":
      return report.migrations.map((migrations) => ({ kind: "migrations", project: path, migrations }));
    case "dependencies":
      return report.dependencies.map((dependency) => ({ kind: "dependency", project: path, dependency }));
  }
}

const ORDER: readonly GroupName[] = ["modules", "endpoints", "env", "services", "commands", "migrations", "dependencies"];

/** The groups that have something. */
export function groupsOf(project: ProjectSummary): GroupItem[] {
  return ORDER.filter((group) => project.counts[group] > 0).map((group) => ({ kind: "group", group, project }));
}
