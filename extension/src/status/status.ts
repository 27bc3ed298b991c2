import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { pathOf } from "../openPlace";
import { projectOf } from "../places";
import { all } from "../signal";
import type { ProjectSummary } from "../wire/generated";
import { statusText } from "./text";

/** The status bar item, the active project, and the contexts that menus and welcome texts depend on. */
export function startStatus(ctx: Ctx): vscode.Disposable {
  const { state } = ctx;
  const item = vscode.window.createStatusBarItem("workspai.status", vscode.StatusBarAlignment.Left, 40);
  item.name = "Workspai";
  const draw = (): void => drawItem(item, ctx);
  return all(
    item,
    vscode.window.onDidChangeActiveTextEditor(() => followEditor(ctx)),
    state.overview.onChange(() => followEditor(ctx)),
    state.lifecycle.onChange(draw),
    state.overview.onChange(draw),
    state.activeProject.follow(draw),
    followContexts(ctx),
  );
}

function drawItem(item: vscode.StatusBarItem, { state }: Ctx): void {
  const status = statusText(state.lifecycle.value, state.overview.value, state.activeProject.value);
  if (!status) {
    item.hide();
    return;
  }
  item.text = status.text;
  item.tooltip = new vscode.MarkdownString(status.tooltip);
  item.accessibilityInformation = { label: status.spoken };
  item.command = status.click === "log" ? "workspai.log.show" : "workspai.health.show";
  // Errors in the user's files are no reason to colour the bar; trouble of our own is.
  const own = state.lifecycle.value.kind !== "ready" && status.tone !== "plain";
  item.backgroundColor = own ? new vscode.ThemeColor(`statusBarItem.${status.tone}Background`) : undefined;
  item.show();
}

function followEditor({ state }: Ctx): void {
  const { roots = [], projects = [] } = state.overview.value ?? {};
  const uri = vscode.window.activeTextEditor?.document.uri;
  const path = uri && pathOf(uri, roots);
  const found: ProjectSummary | undefined =
    (path === undefined ? undefined : projectOf(path, projects)) ?? (projects.length === 1 ? projects[0] : undefined);
  state.activeProject.value = found ?? null;
}

/** `workspai.phase`: `starting`, `indexing`, `empty`, `ready`, `stopped`, `failed`; then `workspai.failure` says why. */
function followContexts({ state }: Ctx): vscode.Disposable {
  const told = new Map<string, string>();
  const tell = (key: string, value: string): void => {
    if (told.get(key) !== value) {
      told.set(key, value);
      void vscode.commands.executeCommand("setContext", key, value);
    }
  };
  const tellAll = (): void => {
    const lifecycle = state.lifecycle.value;
    tell("workspai.failure", lifecycle.kind === "failed" ? lifecycle.failure.kind : "");
    tell("workspai.phase", phaseOf(lifecycle.kind, state.overview.value));
  };
  return all(state.lifecycle.follow(tellAll), state.overview.onChange(tellAll));
}

function phaseOf(kind: Ctx["state"]["lifecycle"]["value"]["kind"], overview: Ctx["state"]["overview"]["value"]): string {
  if (kind === "failed" || kind === "stopped") {
    return kind;
  }
  if (overview === null || overview.revision === 0) {
    return kind === "ready" ? "indexing" : "starting";
  }
  return overview.projects.length + overview.services.length === 0 ? "empty" : "ready";
}
