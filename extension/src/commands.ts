// The table of commands. No logic in this file.
import { ask, showReceipt } from "./chat/chat";
import { anyTime, type Command, whenReady } from "./command";
import type { ContributedCommand } from "./commandIds.generated";
import { openDashboard } from "./dashboard/dashboard";
import { askAboutRow, copyPath, openManifest, runCommandRow } from "./explorer/actions";
import { filterTree, revealActive, revealProject } from "./explorer/explorer";
import { applyFix, askAboutFinding, type FixTarget, previewFix, runFixCommand } from "./health/fixes";
import { groupBy, runDoctor, showHealth } from "./health/health";
import { closeIncident, openIncident, previewIncidentFix } from "./incidents/incidents";
import { debugDiagnostic, explainDiagnostic } from "./lightbulb/lightbulb";
import { checkModel, configureModel, setKey } from "./model/model";
import { openPlace } from "./openPlace";
import type { Place } from "./places";
import type { Question } from "./question";
import { restartSidecar } from "./server/start";
import { openWalkthrough } from "./walkthrough";
import type { ContextParams, Receipt } from "./wire/generated";

/** Commands that no menu shows: links, buttons and tree rows run them. */
export type InternalCommand =
  | "workspai.open"
  | "workspai.chat.ask"
  | "workspai.chat.showReceipt"
  | "workspai.explorer.revealProject"
  | "workspai.lightbulb.debug"
  | "workspai.lightbulb.explain";

export type CommandId = ContributedCommand | InternalCommand;

export const commands = {
  "workspai.open": anyTime((ctx, place: Place) => openPlace(ctx, place)),
  "workspai.ask": whenReady((ctx) => ask(ctx)),
  "workspai.chat.ask": whenReady((ctx, question?: Question) => ask(ctx, question)),
  "workspai.chat.showReceipt": anyTime((ctx, receipt: Receipt) => showReceipt(ctx, receipt)),
  "workspai.dashboard.open": anyTime((ctx) => openDashboard(ctx)),
  "workspai.doctor.run": whenReady((ctx) => runDoctor(ctx)),
  "workspai.doctor.previewFix": whenReady((ctx, target: FixTarget) => previewFix(ctx, target)),
  "workspai.doctor.applyFix": whenReady((ctx, target: FixTarget) => applyFix(ctx, target)),
  "workspai.doctor.runCommand": anyTime((ctx, target: FixTarget) => runFixCommand(ctx, target)),
  "workspai.explorer.askAbout": anyTime(askAboutRow),
  "workspai.explorer.copyPath": anyTime(copyPath),
  "workspai.explorer.filter": anyTime(() => filterTree()),
  "workspai.explorer.openManifest": anyTime(openManifest),
  "workspai.explorer.reveal": whenReady((ctx) => revealActive(ctx)),
  "workspai.explorer.revealProject": whenReady((ctx, path: string) => revealProject(ctx, path)),
  "workspai.explorer.runCommand": anyTime(runCommandRow),
  "workspai.health.askAbout": anyTime((ctx, target: FixTarget) => askAboutFinding(ctx, target)),
  "workspai.health.groupByProject": anyTime((ctx) => groupBy(ctx, "project")),
  "workspai.health.groupBySeverity": anyTime((ctx) => groupBy(ctx, "severity")),
  "workspai.health.show": anyTime(() => showHealth()),
  "workspai.incident.close": whenReady(closeIncident),
  "workspai.incident.open": whenReady(openIncident),
  "workspai.incident.previewFix": whenReady(previewIncidentFix),
  "workspai.lightbulb.debug": whenReady((ctx, at: ContextParams) => debugDiagnostic(ctx, at)),
  "workspai.lightbulb.explain": whenReady((ctx, at: ContextParams) => explainDiagnostic(ctx, at)),
  "workspai.log.show": anyTime((ctx) => ctx.log.show()),
  "workspai.model.check": whenReady((ctx) => checkModel(ctx)),
  "workspai.model.configure": anyTime(() => configureModel()),
  "workspai.model.setKey": anyTime((ctx) => setKey(ctx)),
  "workspai.server.restart": anyTime((ctx) => restartSidecar(ctx)),
  "workspai.walkthrough.open": anyTime(() => openWalkthrough()),
} satisfies Record<CommandId, Command>;
