import { code, plainText } from "../../markdown";
import { dotted, plural, runtimeLabel } from "../../words";
import type { FindingCounts, ProjectSummary } from "../../wire/generated";
import { glyphOf } from "./glyphs";
import { type GroupItem, groupsOf } from "./group";
import { defineNode, type LinkTo } from "./node";

export interface ProjectItem {
  readonly kind: "project";
  readonly project: ProjectSummary;
  /** The only one: shown open. */
  readonly isAlone: boolean;
}

export const projectNode = defineNode<ProjectItem, GroupItem>({
  kind: "project",
  view: ({ project, isAlone }) => ({
    id: `project:${project.path}`,
    label: project.name,
    description: describeProject(project),
    icon: { kind: "glyph", name: glyphOf(project.runtime, project.framework?.name ?? null) },
    tooltip: (linkTo) => explainProject(project, linkTo),
    context: hasFindings(project.findings) ? "project.hasFindings" : "project",
    expansion: groupsOf(project).length === 0 ? "none" : isAlone ? "expanded" : "collapsed",
    findings: project.findings,
  }),
  children: ({ project }) => groupsOf(project),
});

/** `fastapi.ddd · py 3.10 · :8000`. */
export function describeProject(project: ProjectSummary): string {
  const runtime = runtimeLabel(project.runtime, project.runtimeVersion?.value ?? null);
  return dotted(
    project.kit ?? project.framework?.name,
    runtime,
    project.port && `:${project.port.port}`,
    project.isPortShared && "port shared",
  );
}

/** `2 errors, 1 warning`; empty when there is nothing. */
export function findingsText({ errors, warnings, infos }: FindingCounts): string {
  const parts = [
    errors > 0 && plural(errors, "error"),
    warnings > 0 && plural(warnings, "warning"),
    infos > 0 && plural(infos, "hint"),
  ];
  return parts.filter((part) => part !== false).join(", ");
}

function hasFindings({ errors, warnings, infos }: FindingCounts): boolean {
  return errors + warnings + infos > 0;
}

function explainProject(project: ProjectSummary, linkTo: LinkTo): string {
  const { framework, runtimeVersion, port, kit } = project;
  const rows = [
    `**${plainText(project.name)}** — ${plainText(project.path === "." ? "the opened folder" : project.path)}`,
    "",
    `- Found by ${linkTo({ file: project.manifest })}`,
    kit && `- Kit ${code(kit)}`,
    framework && `- ${plainText(framework.name)}${framework.version ? ` ${code(framework.version)}` : ""}`,
    runtimeVersion
      ? `- ${plainText(project.runtime)} ${code(runtimeVersion.value)}, from ${linkTo(runtimeVersion)}`
      : `- ${plainText(project.runtime)}, no version named`,
    port && `- Port ${port.port} (${plainText(port.role)}), from ${linkTo(port)}`,
    project.isPortShared && "- Another project or service publishes the same port",
    `- ${findingsText(project.findings) || "No findings"}`,
  ];
  return rows.filter((row) => typeof row === "string").join("\n");
}
