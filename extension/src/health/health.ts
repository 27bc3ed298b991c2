import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { all } from "../signal";
import type { State } from "../state";
import { plural } from "../words";
import { type Grouping, resultText } from "./rows";
import { HealthTree } from "./tree";

const VIEW = "workspai.health";
const RESULT_MS = 10_000;
const GROUPING_KEY = "workspai.health.grouping";

const trees = new WeakMap<State, HealthTree>();

/** The Health view and the badge on the activity bar. */
export function startHealth(ctx: Ctx): vscode.Disposable {
  const { state, extension } = ctx;
  const grouping = extension.workspaceState.get<Grouping>(GROUPING_KEY, "project");
  const tree = new HealthTree(ctx, grouping);
  trees.set(state, tree);
  tellGrouping(grouping);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  return all(
    view,
    state.health.follow((health) => {
      const report = health?.report;
      const errors = report?.findings.filter(({ severity }) => severity === "error").length ?? 0;
      view.badge = errors > 0 ? { value: errors, tooltip: plural(errors, "error") } : undefined;
      tree.refresh();
    }),
    // The first overview says that there is a health to show.
    state.overview.onChange(() => tree.refresh()),
  );
}

export function groupBy(ctx: Ctx, grouping: Grouping): void {
  void ctx.extension.workspaceState.update(GROUPING_KEY, grouping);
  tellGrouping(grouping);
  const tree = trees.get(ctx.state);
  if (tree) {
    tree.grouping = grouping;
  }
}

function tellGrouping(grouping: Grouping): void {
  void vscode.commands.executeCommand("setContext", GROUPING_KEY, grouping);
}

export async function showHealth(): Promise<void> {
  await vscode.commands.executeCommand(`${VIEW}.focus`);
}

/** Reads the whole workspace anew, shows Health, and says what came out. */
export async function runDoctor(ctx: ReadyCtx): Promise<void> {
  await showHealth();
  const { Window } = vscode.ProgressLocation;
  const { report } = await vscode.window.withProgress({ location: Window, title: "Workspai: reading the workspace" }, () =>
    ctx.client.request("doctor/run", {}),
  );
  vscode.window.setStatusBarMessage(`$(pulse) ${resultText(report, ctx.state.overview.value)}`, RESULT_MS);
}
