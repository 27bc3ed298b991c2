import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { hoverLinks } from "../hoverLinks";
import { plainText, prose, unmarked } from "../markdown";
import { plural } from "../words";
import type { HealthReport } from "../wire/generated";
import {
  childRows,
  countText,
  explainFinding,
  findingContext,
  findingPlace,
  type Grouping,
  type HealthRow,
  isWorthShowing,
  partText,
  SEVERITY_ICONS,
  topRows,
} from "./rows";

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export class HealthTree implements vscode.TreeDataProvider<HealthRow> {
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #ctx: Ctx;
  #grouping: Grouping;

  constructor(ctx: Ctx, grouping: Grouping) {
    this.#ctx = ctx;
    this.#grouping = grouping;
  }

  set grouping(grouping: Grouping) {
    this.#grouping = grouping;
    this.refresh();
  }

  refresh(): void {
    this.#changes.fire(undefined);
  }

  getChildren(row?: HealthRow): HealthRow[] {
    const health: HealthReport | null = this.#ctx.state.health.value;
    if (!health || !isWorthShowing(health.report, this.#ctx.state.overview.value)) {
      return [];
    }
    return row ? childRows(row, this.#grouping) : topRows(health.report, this.#grouping);
  }

  getTreeItem(row: HealthRow): vscode.TreeItem {
    switch (row.kind) {
      case "score":
        return scoreItem(row);
      case "part":
        return partItem(row);
      case "group":
        return groupItem(row);
      case "finding":
        return findingItem(row);
    }
  }

  resolveTreeItem(item: vscode.TreeItem, row: HealthRow): vscode.TreeItem {
    if (row.kind === "finding") {
      const links = hoverLinks(this.#ctx.state.overview.value?.roots ?? []);
      item.tooltip = new vscode.MarkdownString(explainFinding(row.finding, links), true);
    }
    return item;
  }
}

function scoreItem({ report }: Extract<HealthRow, { kind: "score" }>): vscode.TreeItem {
  const item = new vscode.TreeItem(`Health ${report.score} of 100`, Collapsed);
  item.id = "score";
  item.description = countText(report.findings) || "no findings";
  item.iconPath = new vscode.ThemeIcon(
    report.findings.length === 0 ? "pass-filled" : "heart",
    report.findings.length === 0 ? new vscode.ThemeColor("testing.iconPassed") : undefined,
  );
  item.contextValue = "score";
  return item;
}

function partItem({ part }: Extract<HealthRow, { kind: "part" }>): vscode.TreeItem {
  const item = new vscode.TreeItem(part.name, None);
  item.id = `part:${part.name}`;
  item.description = part.raise === null ? partText(part) : `${partText(part)} · ${unmarked(part.raise)}`;
  item.iconPath = new vscode.ThemeIcon(part.points >= part.of ? "pass" : "circle-outline");
  item.tooltip = new vscode.MarkdownString(
    `**${plainText(part.name)}**: ${partText(part)}${part.raise === null ? "" : `\n\n${prose(part.raise)}`}`,
  );
  return item;
}

function groupItem({ id, label, findings }: Extract<HealthRow, { kind: "group" }>): vscode.TreeItem {
  const item = new vscode.TreeItem(label, Expanded);
  item.id = `group:${id}`;
  item.description = id.startsWith("severity:") ? String(findings.length) : countText(findings);
  item.contextValue = "healthGroup";
  item.accessibilityInformation = { label: `${label}, ${plural(findings.length, "finding")}` };
  return item;
}

function findingItem({ finding, isGrouped }: Extract<HealthRow, { kind: "finding" }>): vscode.TreeItem {
  const message = unmarked(finding.message);
  const item = new vscode.TreeItem(message, None);
  const icon = SEVERITY_ICONS[finding.severity];
  item.id = `finding:${finding.id}`;
  item.description = findingPlace(finding, isGrouped);
  item.iconPath = new vscode.ThemeIcon(icon.id, new vscode.ThemeColor(icon.color));
  item.contextValue = findingContext(finding);
  item.command = {
    command: "workspai.open",
    title: "Open",
    arguments: [{ file: finding.file, line: finding.line, column: finding.column }],
  };
  item.accessibilityInformation = { label: `${finding.severity}: ${message}, ${finding.file} line ${finding.line}` };
  return item;
}
