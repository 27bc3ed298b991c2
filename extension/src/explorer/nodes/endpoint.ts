import { code } from "../../markdown";
import { isBelow } from "../../places";
import { dotted } from "../../words";
import type { EndpointReport } from "../../wire/generated";
import { defineNode } from "./node";

/** A route. */
export interface EndpointItem {
  readonly kind: "endpoint";
  readonly project: string;
  readonly endpoint: EndpointReport;
}

export const endpointNode = defineNode<EndpointItem>({
  kind: "endpoint",
  view: ({ project, endpoint }) => ({
    id: `endpoint:${project}:${endpoint.method} ${endpoint.path}:${endpoint.file}:${endpoint.line}`,
    label: `${endpoint.method} ${endpoint.path}`,
    description: dotted(!endpoint.mounted && "not mounted", `${belowProject(endpoint.file, project)}:${endpoint.line}`),
    icon: endpoint.mounted
      ? { kind: "theme", id: "globe" }
      : { kind: "theme", id: "circle-slash", color: "disabledForeground" },
    tooltip: (linkTo) =>
      `${code(`${endpoint.method} ${endpoint.path}`)}\n\n` +
      `Answered by ${code(endpoint.handler)}, declared in ${linkTo(endpoint)}` +
      (endpoint.mounted ? "" : "\n\nDeclared, but no server includes it") +
      explainUnknown(endpoint.unknown),
    context: "endpoint",
    expansion: "none",
    opens: endpoint,
  }),
});

function explainUnknown(unknown: readonly string[]): string {
  return unknown.length === 0 ? "" : `\n\nKnown only when it runs: ${unknown.map(code).join(", ")}`;
}

/** The path as seen from the project. */
export function belowProject(file: string, project: string): string {
  return project !== "." && isBelow(file, project) ? file.slice(project.length + 1) : file;
}
