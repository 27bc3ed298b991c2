import type { IncidentSummary } from "../../../src/wire/generated";
import { exact, relative } from "../format/time";
import { cell, empty, link, place, type Cell, type Table } from "./table";

/** The latest incidents; open ones first, then by what changed last. */
export function incidentsTable(incidents: readonly IncidentSummary[], nowMs: number): Table {
  const ordered = [...incidents].sort(
    (a, b) => Number(a.state === "resolved") - Number(b.state === "resolved") || b.changedAtMs - a.changedAtMs,
  );
  return {
    label: "Incidents",
    columns: [
      { label: "Incident", isSortable: true },
      { label: "State", isSortable: true },
      { label: "Where", isSortable: true },
      { label: "Changed", isSortable: true },
    ],
    rows: ordered.map((incident) => ({
      id: incident.id,
      cells: [
        cell(incident.title, { text: incident.title, title: "Show the incident", intent: { type: "showIncident", id: incident.id } }),
        state(incident),
        where(incident),
        // Newest first on the first click.
        cell(-incident.changedAtMs, { text: relative(incident.changedAtMs, nowMs), title: exact(incident.changedAtMs) }),
      ],
    })),
  };
}

function state({ state }: IncidentSummary): Cell {
  return state === "open"
    ? cell("1", { text: "open", icon: "circle-large", tone: "warning" })
    : cell("2", { text: "resolved", icon: "pass", tone: "good" });
}

function where({ project, file, line }: IncidentSummary): Cell {
  if (file === null) return project === null ? empty : cell(project, { text: project });
  return cell(file, link(line === null ? file : place(file, line), file, line ?? 1));
}
