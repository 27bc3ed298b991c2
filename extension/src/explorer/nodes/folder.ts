import { plural } from "../../words";
import { isBelow } from "../../places";
import type { ProjectSummary, RootReport } from "../../wire/generated";
import { defineNode } from "./node";
import type { ProjectItem } from "./project";

/** An opened folder, when there are several. */
export interface FolderItem {
  readonly kind: "folder";
  readonly root: RootReport;
  readonly projects: readonly ProjectSummary[];
}

export const folderNode = defineNode<FolderItem, ProjectItem>({
  kind: "folder",
  view: ({ root, projects }) => ({
    id: `folder:${root.mount}`,
    label: root.name,
    description: plural(projects.length, "project"),
    icon: { kind: "theme", id: "root-folder" },
    context: "folder",
    expansion: projects.length > 0 ? "expanded" : "none",
  }),
  children: ({ projects }) => projects.map((project) => ({ kind: "project", project, isAlone: false })),
});

/** The projects of each opened folder. */
export function foldersOf(roots: readonly RootReport[], projects: readonly ProjectSummary[]): FolderItem[] {
  return roots.map((root) => ({ kind: "folder", root, projects: projects.filter(({ path }) => isBelow(path, root.mount)) }));
}
