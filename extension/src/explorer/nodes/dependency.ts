import { code, plainText } from "../../markdown";
import { dotted } from "../../words";
import type { DependencyReport } from "../../wire/generated";
import { defineNode } from "./node";

/** A declared dependency. */
export interface DependencyItem {
  readonly kind: "dependency";
  readonly project: string;
  readonly dependency: DependencyReport;
}

export const dependencyNode = defineNode<DependencyItem>({
  kind: "dependency",
  view: ({ project, dependency }) => ({
    id: `dependency:${project}:${dependency.group}:${dependency.name}:${dependency.file}`,
    label: dependency.name,
    description: dotted(
      dependency.locked ?? dependency.constraint,
      isOtherwise(dependency) && `installed ${dependency.installed}`,
      dependency.group !== "main" && dependency.group,
    ),
    icon: { kind: "theme", id: dependency.group === "main" ? "library" : "beaker" },
    tooltip: (linkTo) =>
      `**${plainText(dependency.name)}** ${dependency.constraint ? code(dependency.constraint) : ""}\n\n` +
      `${dependency.locked ? `Locked at ${code(dependency.locked)}` : "Not locked"}` +
      `${dependency.installed ? `, installed ${code(dependency.installed)}` : ""}, declared in ${linkTo(dependency)}`,
    context: "dependency",
    expansion: "none",
    opens: dependency,
  }),
});

/** Whether another version stands in the workspace than the lock file names. */
function isOtherwise({ locked, installed }: DependencyReport): boolean {
  return locked !== null && installed !== null && locked !== installed;
}
