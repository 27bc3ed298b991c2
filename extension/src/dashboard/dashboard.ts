import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { all } from "../signal";
import type { State } from "../state";
import { drivePanel, VIEW_TYPE } from "./panel";

/** The one panel of a window. */
const panels = new WeakMap<State, vscode.WebviewPanel>();

/** The dashboard: brought back after a reload, opened by its command. */
export function startDashboard(ctx: Ctx): vscode.Disposable {
  return all(
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: (panel) => Promise.resolve(adopt(ctx, panel)),
    }),
    { dispose: () => void panels.get(ctx.state)?.dispose() },
  );
}

/** Shows the dashboard. */
export function openDashboard(ctx: Ctx): void {
  const open = panels.get(ctx.state);
  if (open) {
    open.reveal();
    return;
  }
  adopt(ctx, vscode.window.createWebviewPanel(VIEW_TYPE, "Workspai Dashboard", vscode.ViewColumn.Active));
}

function adopt(ctx: Ctx, panel: vscode.WebviewPanel): void {
  panels.get(ctx.state)?.dispose();
  panels.set(ctx.state, panel);
  const drive = drivePanel(ctx, panel);
  panel.onDidDispose(() => {
    drive.dispose();
    if (panels.get(ctx.state) === panel) {
      panels.delete(ctx.state);
    }
  });
}
