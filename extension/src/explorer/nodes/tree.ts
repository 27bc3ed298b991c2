// The rows of the Workspace view. Plain.
import { type CommandItem, commandNode } from "./command";
import { type DependencyItem, dependencyNode } from "./dependency";
import { type EndpointItem, endpointNode } from "./endpoint";
import { type EnvItem, envNode, type EnvPlaceItem, envPlaceNode } from "./env";
import { type FolderItem, folderNode, foldersOf } from "./folder";
import { type GroupItem, groupNode } from "./group";
import { type MigrationsItem, migrationsNode } from "./migrations";
import { type ModuleItem, moduleNode } from "./module";
import type { Source, View } from "./node";
import { type ProjectItem, projectNode } from "./project";
import { looseServices, type ServiceItem, serviceNode, type ServicesItem, servicesNode } from "./service";

export type Item =
  | FolderItem
  | ProjectItem
  | GroupItem
  | ModuleItem
  | EndpointItem
  | EnvItem
  | EnvPlaceItem
  | ServicesItem
  | ServiceItem
  | CommandItem
  | MigrationsItem
  | DependencyItem;

/** The rows at the top: projects, or the opened folders when there are several; then what belongs to no project. */
export function topOf({ overview }: Source): readonly Item[] {
  const { roots, projects } = overview;
  const isAlone = projects.length === 1;
  const tops: Item[] =
    roots.length > 1
      ? foldersOf(roots, projects)
      : projects.map((project): ProjectItem => ({ kind: "project", project, isAlone }));
  const services = looseServices(overview);
  return services.length > 0 ? [...tops, { kind: "services", services }] : tops;
}

export function viewOf(item: Item): View {
  switch (item.kind) {
    case "folder":
      return folderNode.view(item);
    case "project":
      return projectNode.view(item);
    case "group":
      return groupNode.view(item);
    case "module":
      return moduleNode.view(item);
    case "endpoint":
      return endpointNode.view(item);
    case "env":
      return envNode.view(item);
    case "envPlace":
      return envPlaceNode.view(item);
    case "services":
      return servicesNode.view(item);
    case "service":
      return serviceNode.view(item);
    case "command":
      return commandNode.view(item);
    case "migrations":
      return migrationsNode.view(item);
    case "dependency":
      return dependencyNode.view(item);
  }
}

export async function childrenOf(item: Item, source: Source): Promise<readonly Item[]> {
  switch (item.kind) {
    case "folder":
      return (await folderNode.children?.(item, source)) ?? [];
    case "project":
      return (await projectNode.children?.(item, source)) ?? [];
    case "group":
      return (await groupNode.children?.(item, source)) ?? [];
    case "env":
      return (await envNode.children?.(item, source)) ?? [];
    case "services":
      return (await servicesNode.children?.(item, source)) ?? [];
    case "module":
    case "endpoint":
    case "envPlace":
    case "service":
    case "command":
    case "migrations":
    case "dependency":
      return [];
  }
}

/** The project a row belongs to. */
export function projectPathOf(item: Item): string | null {
  switch (item.kind) {
    case "folder":
    case "services":
      return null;
    case "project":
    case "group":
      return item.project.path;
    default:
      return item.project;
  }
}
