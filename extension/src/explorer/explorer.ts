import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { Notice } from "../notice";
import { pathOf } from "../openPlace";
import { projectOf } from "../places";
import { all } from "../signal";
import type { State } from "../state";
import { plural } from "../words";
import type { Overview } from "../wire/generated";
import { registerBadges } from "./badges";
import { WorkspaceTree } from "./provider";
import { Reports } from "./reports";

const VIEW = "workspai.workspace";

/** Shows a project's row, by the window's state. */
const reveals = new WeakMap<State, (project: string) => Promise<void>>();

/** The Workspace view. */
export function startExplorer(ctx: Ctx): vscode.Disposable {
  const { state, sidecar } = ctx;
  const reports = new Reports(() => sidecar.client);
  const tree = new WorkspaceTree(ctx, reports);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  let stale = new Set<string>();
  let shown: Overview | null = null;
  reveals.set(state, async (path) => {
    const row = await tree.projectRow(path);
    if (row) {
      await view.reveal(row, { select: true, focus: true, expand: true });
    }
  });
  return all(
    view,
    registerBadges(),
    sidecar.onReady(() => {
      reports.forget(null);
      shown = null;
    }),
    sidecar.onPush("ws/indexChanged", ({ projects }) => {
      reports.forget(projects);
      const paths = projects ?? state.overview.value?.projects.map(({ path }) => path) ?? [];
      stale = new Set([...stale, ...paths]);
    }),
    state.overview.follow((overview) => {
      tree.refresh(shown, overview, stale);
      stale = new Set();
      shown = overview;
      view.description = overview && overview.revision > 0 ? summary(overview) : "";
    }),
    followTrust(view),
  );
}

function followTrust(view: vscode.TreeView<unknown>): vscode.Disposable {
  const show = (): void => {
    view.message = vscode.workspace.isTrusted ? "" : "Restricted mode: files are read, nothing is run.";
  };
  show();
  return vscode.workspace.onDidGrantWorkspaceTrust(show);
}

function summary({ counts, projects }: Overview): string {
  if (projects.length + counts.errors === 0) {
    return "";
  }
  const count = plural(projects.length, "project");
  return counts.errors > 0 ? `${plural(counts.errors, "error")} · ${count}` : count;
}

/** Shows the project of the active file in the tree. */
export async function revealActive(ctx: Ctx): Promise<void> {
  const { roots = [], projects = [] } = ctx.state.overview.value ?? {};
  const uri = vscode.window.activeTextEditor?.document.uri;
  const path = uri && pathOf(uri, roots);
  const project = path === undefined ? undefined : projectOf(path, projects);
  if (!project) {
    throw new Notice(uri ? "The active file belongs to no project." : "No file is open.");
  }
  await revealProject(ctx, project.path);
}

/** Shows a project in the tree. */
export async function revealProject(ctx: Ctx, path: string): Promise<void> {
  await vscode.commands.executeCommand(`${VIEW}.focus`);
  await reveals.get(ctx.state)?.(path);
}

/** Opens the tree's own filter. */
export async function filterTree(): Promise<void> {
  await vscode.commands.executeCommand(`${VIEW}.focus`);
  await vscode.commands.executeCommand("list.find");
}
