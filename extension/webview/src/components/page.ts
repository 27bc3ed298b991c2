import { html, nothing, type TemplateResult } from "lit";
import type { DrawnState } from "../../../src/dashboard/stateShape";
import { plural } from "../format/number";
import { workspaceMap } from "../graph/map";
import { connectionsTable } from "../view/connections";
import { findingItems, remainder, scoreTable } from "../view/health";
import { incidentsTable } from "../view/incidents";
import { drifting, modulesTable } from "../view/modules";
import { projectsTable } from "../view/projects";
import { portsTable, servicesTable } from "../view/services";
import { total } from "../view/severity";
import type { Table } from "../view/table";
import { usageFigures } from "../view/usage";
import { piece } from "./pieces";
import { emptyNote, section } from "./section";
import { usageList } from "./usage";

/** The sections below the header, in reading order. */
export function page(state: DrawnState, nowMs: number): TemplateResult {
  return html`<main class="page">
    ${mapSection(state)} ${healthSection(state)} ${projectsSection(state)} ${findingsSection(state)} ${incidentsSection(state, nowMs)}
    ${modulesSection(state)} ${servicesSection(state)} ${usageSection(state)}
  </main>`;
}

function table(value: Table): TemplateResult {
  return html`<workspai-table .table=${value}></workspai-table>`;
}

function mapSection(state: DrawnState): TemplateResult {
  const map = workspaceMap(state);
  const connections = connectionsTable(map);
  const legend = map.lines.length === 0 ? nothing : html`<p class="legend muted">
    <span><span class="legend-line"></span>depends on</span>
    <span><span class="legend-line is-shared"></span>shares a port</span>
    <span><span class="legend-line is-dead"></span>leads nowhere</span>
  </p>`;
  const details = map.lines.length === 0 ? nothing : html`<details class="details">
    <summary>${plural(map.lines.length, "connection")} as a table</summary>
    ${table(connections)}
  </details>`;
  return section({ id: "map", title: "Map" }, html`<workspai-map .map=${map}></workspai-map>${legend}${details}`);
}

function healthSection({ overview, parts }: DrawnState): TemplateResult {
  const body = parts.length === 0 ? emptyNote("pulse", "The score has no parts yet: no rule looks at this workspace.") : table(scoreTable(parts));
  return section({ id: "health", title: "Health", note: `${String(overview.score)} of 100` }, body);
}

function projectsSection({ overview: { projects } }: DrawnState): TemplateResult {
  return section({ id: "projects", title: "Projects", note: String(projects.length) }, table(projectsTable(projects)));
}

function findingsSection({ findings, overview: { counts } }: DrawnState): TemplateResult {
  const all = piece({ text: "Show all in Health", intent: { type: "showHealth" } });
  const body = findings.length === 0
    ? emptyNote("pass", "No findings. New ones appear here, in Health and in their files as you edit.")
    : html`<workspai-findings .items=${findingItems(findings)}></workspai-findings>`;
  return section({ id: "findings", title: "Findings", note: remainder(findings.length, total(counts)), actions: all }, body);
}

function incidentsSection({ incidents }: DrawnState, nowMs: number): TemplateResult {
  const body = incidents.length === 0
    ? emptyNote(
        "history",
        "No incidents. One opens when you debug an error from the lightbulb or in the chat.",
        piece({ text: "Debug an error", intent: { type: "ask", subject: { kind: "error" } } }),
      )
    : table(incidentsTable(incidents, nowMs));
  return section({ id: "incidents", title: "Incidents" }, body);
}

function modulesSection({ modules, overview: { projects } }: DrawnState): TemplateResult {
  const drift = drifting(modules).length;
  const note = drift === 0 ? undefined : `${plural(drift, "module")} in more than one version`;
  const body = modules.length === 0
    ? emptyNote("extensions", "No modules. Those registered in a project's registry.json are listed here.")
    : table(modulesTable(modules, projects));
  return section({ id: "modules", title: "Modules", note }, body);
}

function servicesSection({ overview: { services, projects }, edges }: DrawnState): TemplateResult {
  const ports = portsTable(projects, services);
  const compose = services.length === 0
    ? emptyNote("server", "No compose services. A compose.yaml or docker-compose.yml shows its services here.")
    : table(servicesTable(services, projects, edges));
  return section(
    { id: "services", title: "Services and ports" },
    html`${compose}${ports.rows.length === 0 ? nothing : html`<h3>Ports</h3>${table(ports)}`}`,
  );
}

function usageSection({ usage }: DrawnState): TemplateResult {
  const figures = usageFigures(usage);
  const body = figures.length === 0
    ? emptyNote(
        "graph",
        "Nothing was asked in the last 7 days. Answers need no model; with one, its tokens and latency are counted here.",
        piece({ text: "Ask about this workspace", intent: { type: "ask", subject: { kind: "workspace" } } }),
      )
    : usageList(figures);
  return section({ id: "usage", title: "Usage", note: "Last 7 days" }, body);
}
