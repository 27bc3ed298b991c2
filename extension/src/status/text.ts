// What the status bar says. Plain.
import { plainText } from "../markdown";
import type { Lifecycle } from "../server/lifecycle";
import { duration, plural, thousands } from "../words";
import type { Overview, ProjectSummary } from "../wire/generated";

export interface StatusText {
  /** With codicons. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  /** For screen readers. */
  readonly spoken: string;
  readonly tone: "plain" | "warning" | "error";
  /** What a click does. */
  readonly click: "health" | "log";
}

/** `null`: nothing to show. */
export function statusText(
  lifecycle: Lifecycle,
  overview: Overview | null,
  project: ProjectSummary | null,
): StatusText | null {
  switch (lifecycle.kind) {
    case "stopped":
      return null;
    case "starting":
      return working("starting", "The sidecar is starting.", overview);
    case "restarting":
      return {
        ...working("restarting", `The sidecar ended (${plainText(lifecycle.reason)}). It starts again by itself.`, overview),
        tone: "warning",
        click: "log",
      };
    case "failed":
      return {
        text: "$(error) Workspai",
        tooltip: `${plainText(lifecycle.failure.message)}\n\nClick to see the log.`,
        spoken: `Workspai failed: ${lifecycle.failure.message}`,
        tone: "error",
        click: "log",
      };
    case "ready":
      return overview === null || overview.revision === 0
        ? working("indexing", "The workspace is being read.", overview)
        : ready(overview, project);
  }
}

function working(what: string, why: string, overview: Overview | null): StatusText {
  const kept = overview && overview.revision > 0 ? "\n\nWhat is shown is from before." : "";
  return {
    text: `$(loading~spin) Workspai · ${what}`,
    tooltip: `${why}${kept}`,
    spoken: `Workspai is ${what}`,
    tone: "plain",
    click: "health",
  };
}

function ready(overview: Overview, project: ProjectSummary | null): StatusText {
  const { errors, warnings } = overview.counts;
  const troubles = [errors > 0 && plural(errors, "error"), errors === 0 && warnings > 0 && plural(warnings, "warning")];
  const name = project?.name ?? (overview.projects.length > 0 ? plural(overview.projects.length, "project") : "no backend");
  const words = ["Workspai", name, ...troubles.filter((word) => word !== false)].join(" · ");
  const { files, elapsedMs } = overview.stats;
  const lines = [
    `**${plainText(overview.name)}** — ${plural(overview.projects.length, "project")}, health ${overview.score} of 100`,
    "",
    `- ${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(overview.counts.infos, "hint")}`,
    ...(project ? [`- Active project: ${plainText(project.name)}`] : []),
    `- ${thousands(files)} files read in ${duration(elapsedMs)}`,
    ...(overview.memory ? [`- ${plural(overview.memory.entries, "memory entry", "memory entries")}`] : []),
    "",
    "Click to see Health.",
  ];
  return {
    text: words,
    tooltip: lines.join("\n"),
    spoken: words.replaceAll(" · ", ", "),
    tone: errors > 0 ? "warning" : "plain",
    click: "health",
  };
}
