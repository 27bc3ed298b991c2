import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { hoverLinks } from "../hoverLinks";
import type { Overview, RootReport } from "../wire/generated";
import { badgeUri } from "./badges";
import type { Source, View } from "./nodes/node";
import { childrenOf, type Item, topOf, viewOf } from "./nodes/tree";
import type { Reports } from "./reports";

/** A row as the editor knows it: one object per id for as long as the row exists, so that it can be refreshed alone. */
export interface Row {
  readonly id: string;
  readonly parent: Row | undefined;
  item: Item;
}

export class WorkspaceTree implements vscode.TreeDataProvider<Row> {
  readonly #changes = new vscode.EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #rows = new Map<string, Row>();
  readonly #ctx: Ctx;
  readonly #reports: Reports;

  constructor(ctx: Ctx, reports: Reports) {
    this.#ctx = ctx;
    this.#reports = reports;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const view = viewOf(row.item);
    const item = new vscode.TreeItem(view.label, EXPANSION[view.expansion]);
    item.id = row.id;
    item.iconPath = this.#icon(view);
    item.contextValue = view.context;
    if (view.description !== undefined) {
      item.description = view.description;
    }
    if (view.findings) {
      item.resourceUri = badgeUri(view.id, view.findings);
    }
    if (view.opens) {
      item.command = { command: "workspai.open", title: "Open", arguments: [view.opens] };
    }
    return item;
  }

  /** The hover is made when it is wanted. */
  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    const tooltip = viewOf(row.item).tooltip;
    if (tooltip) {
      item.tooltip = new vscode.MarkdownString(tooltip(hoverLinks(this.#ctx.state.overview.value?.roots ?? [])), true);
    }
    return item;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    const source = this.#source();
    if (!source) {
      return [];
    }
    const items = row ? await childrenOf(row.item, source) : topOf(source);
    return this.#adopt(items, row);
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  /** The row of a project, made when the tree has not asked for it yet. */
  async projectRow(path: string): Promise<Row | undefined> {
    const isIt = ({ item }: Row): boolean => item.kind === "project" && item.project.path === path;
    const tops = await this.getChildren();
    for (const top of tops) {
      const found = isIt(top) ? top : top.item.kind === "folder" ? (await this.getChildren(top)).find(isIt) : undefined;
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /**
   * Draws again what differs: the top rows when there are others than before, else only the projects that changed.
   * Rows keep their ids, so nothing collapses.
   */
  refresh(before: Overview | null, now: Overview | null, stale: ReadonlySet<string>): void {
    if (before === null || now === null || shapeOf(before) !== shapeOf(now)) {
      this.#rows.clear();
      this.#changes.fire(undefined);
      return;
    }
    for (const [index, project] of now.projects.entries()) {
      const row = this.#rows.get(`project:${project.path}`);
      if (row?.item.kind === "project" && (stale.has(project.path) || !isSame(project, before.projects[index]))) {
        row.item = { ...row.item, project };
        this.#changes.fire(row);
      }
    }
  }

  #source(): Source | undefined {
    const overview = this.#ctx.state.overview.value;
    return overview === null || overview.revision === 0
      ? undefined
      : { overview: { ...overview, roots: inEditorsOrder(overview.roots) }, project: (path) => this.#reports.get(path) };
  }

  #adopt(items: readonly Item[], parent: Row | undefined): Row[] {
    const seen = new Map<string, number>();
    return items.map((item) => {
      const base = viewOf(item).id;
      const count = (seen.get(base) ?? 0) + 1;
      seen.set(base, count);
      // Two rows of one id would break the whole tree: broken input may declare one thing twice.
      const id = count === 1 ? base : `${base}#${count}`;
      const known = this.#rows.get(id);
      if (known && known.parent === parent) {
        known.item = item;
        return known;
      }
      const row: Row = { id, parent, item };
      this.#rows.set(id, row);
      return row;
    });
  }

  #icon(view: View): vscode.ThemeIcon | vscode.IconPath {
    const { icon } = view;
    if (icon.kind === "theme") {
      return new vscode.ThemeIcon(icon.id, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
    }
    const drawing = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(this.#ctx.extension.extensionUri, "media", "glyphs", `${icon.name}-${theme}.svg`);
    return { light: drawing("light"), dark: drawing("dark") };
  }
}

const EXPANSION: Readonly<Record<View["expansion"], vscode.TreeItemCollapsibleState>> = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

/** The sidecar hears of added folders in no order. */
function inEditorsOrder(roots: readonly RootReport[]): RootReport[] {
  const order = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  const rank = ({ uri }: RootReport): number => order.indexOf(vscode.Uri.parse(uri).toString());
  return [...roots].sort((left, right) => rank(left) - rank(right));
}

/** Which rows there are at the top, services included. */
function shapeOf({ revision, roots, projects, services }: Overview): string {
  return JSON.stringify([revision === 0, roots, projects.map(({ path }) => path), services]);
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
