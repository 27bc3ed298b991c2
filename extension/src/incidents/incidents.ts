import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { unmarked } from "../markdown";
import { Notice } from "../notice";
import { pageLinks } from "../pageLinks";
import { Pages } from "../pages";
import { all } from "../signal";
import type { State } from "../state";
import type { FixReport, Incident, IncidentRef, IncidentSummary } from "../wire/generated";
import { incidentPage } from "./document";
import { IncidentTree } from "./tree";

const VIEW = "workspai.incidents";
export const INCIDENT_SCHEME = "workspai-incident";
const MINUTE_MS = 60_000;
const RESTORE_PATIENCE_MS = 15_000;

const pagesOf = new WeakMap<State, Pages>();

/** The Incidents view, and incidents as pages. */
export function startIncidents(ctx: Ctx): vscode.Disposable {
  const { state, sidecar } = ctx;
  const pages = new Pages(INCIDENT_SCHEME, (id) => write(ctx, id));
  pagesOf.set(state, pages);
  const tree = new IncidentTree(state);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: tree });
  // "4 minutes ago" grows old.
  const clock = setInterval(() => view.visible && tree.refresh(), MINUTE_MS);
  return all(
    view,
    pages.register(),
    { dispose: () => clearInterval(clock) },
    state.incidents.follow((incidents) => {
      const open = incidents?.filter((incident) => incident.state === "open").length ?? 0;
      view.description = open > 0 ? `${open} open` : "";
      tree.refresh();
    }),
    sidecar.onPush("incident/changed", ({ id }) => pages.refresh(id)),
  );
}

async function write(ctx: Ctx, id: string): Promise<string> {
  const client = await ctx.sidecar.whenReady(RESTORE_PATIENCE_MS);
  const incident = await client?.request("incident/show", { id });
  if (!client || !incident) {
    return "# Incident\n\nThis incident is gone, or the sidecar is not running.\n";
  }
  const { cause } = incident;
  const place = cause.kind === "finding" ? null : cause.at;
  const context = place ? await client.request("ws/contextBuild", place).catch(() => null) : null;
  const linkTo = pageLinks(ctx.state.overview.value?.roots ?? []);
  return incidentPage({ incident, context, nowMs: Date.now(), linkTo });
}

/** Shows an incident as a page. */
export async function openIncident(ctx: ReadyCtx, target?: IncidentRef): Promise<void> {
  const incident = await load(ctx, target);
  const pages = pagesOf.get(ctx.state);
  if (incident && pages) {
    const uri = pages.uri(incident.summary.id, unmarked(incident.summary.title));
    pages.refresh(incident.summary.id);
    await pages.show(uri);
  }
}

/** Closes an incident; it stays in the list, resolved. */
export async function closeIncident(ctx: ReadyCtx, target?: IncidentRef | vscode.Uri): Promise<void> {
  const id = idOf(target) ?? (await pick(ctx))?.id;
  if (id !== undefined) {
    await ctx.client.request("incident/close", { id });
  }
}

/** Shows the edits that an incident proposes. */
export async function previewIncidentFix(ctx: ReadyCtx, target?: IncidentRef | vscode.Uri): Promise<void> {
  const id = idOf(target);
  const incident = id === undefined ? null : await ctx.client.request("incident/show", { id });
  const steps = (incident?.next ?? []).flatMap(({ finding, fix }) => (finding !== null && fix ? [{ finding, fix }] : []));
  const [first] = steps;
  if (!first) {
    throw new Notice("This incident proposes no edits.");
  }
  const chosen = steps.length === 1 ? first : (await vscode.window.showQuickPick(steps.map(pickOf), { placeHolder: "Which fix?" }))?.step;
  if (chosen) {
    const command = chosen.fix.kind === "edit" ? "workspai.doctor.previewFix" : "workspai.doctor.runCommand";
    await vscode.commands.executeCommand(command, { finding: chosen.finding, fix: chosen.fix.id });
  }
}

function pickOf(step: { readonly finding: string; readonly fix: FixReport }): vscode.QuickPickItem & { readonly step: typeof step } {
  return { label: unmarked(step.fix.title), ...(step.fix.command ? { description: step.fix.command } : {}), step };
}

async function load(ctx: ReadyCtx, target: IncidentRef | undefined): Promise<Incident | null> {
  const id = target?.id ?? (await pick(ctx))?.id;
  return id === undefined ? null : ctx.client.request("incident/show", { id });
}

async function pick(ctx: ReadyCtx): Promise<IncidentSummary | undefined> {
  const incidents = await ctx.client.request("incident/list", {});
  if (incidents.length === 0) {
    throw new Notice("There are no incidents.");
  }
  const picks = incidents.map((incident) => ({ label: unmarked(incident.title), description: incident.project ?? "", incident }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: "Which incident?" }))?.incident;
}

function idOf(target: IncidentRef | vscode.Uri | undefined): string | undefined {
  return target && "id" in target ? target.id : Pages.idOf(target, INCIDENT_SCHEME);
}
