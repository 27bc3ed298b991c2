import * as vscode from "vscode";
import { plainText, prose, unmarked } from "../markdown";
import type { State } from "../state";
import { dotted, exactTime, relativeTime } from "../words";
import type { IncidentSummary } from "../wire/generated";

/** Newest first, as the sidecar orders them. */
export class IncidentTree implements vscode.TreeDataProvider<IncidentSummary> {
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  refresh(): void {
    this.#changes.fire(undefined);
  }

  getChildren(parent?: IncidentSummary): IncidentSummary[] {
    return parent ? [] : [...(this.#state.incidents.value ?? [])];
  }

  getTreeItem(incident: IncidentSummary): vscode.TreeItem {
    const { id, title, state, project, file, line, openedAtMs, changedAtMs } = incident;
    const isOpen = state === "open";
    const item = new vscode.TreeItem(unmarked(title));
    item.id = id;
    item.description = dotted(project, relativeTime(changedAtMs, Date.now()));
    item.iconPath = isOpen
      ? new vscode.ThemeIcon("record", new vscode.ThemeColor("problemsWarningIcon.foreground"))
      : new vscode.ThemeIcon("pass", new vscode.ThemeColor("testing.iconPassed"));
    item.contextValue = isOpen ? "incident.open" : "incident.resolved";
    item.command = { command: "workspai.incident.open", title: "Open", arguments: [{ id }] };
    item.tooltip = new vscode.MarkdownString(
      [
        `**${prose(title)}**`,
        `- ${isOpen ? "Open" : "Resolved"}`,
        `- Opened ${exactTime(openedAtMs)}`,
        `- Last changed ${exactTime(changedAtMs)}`,
        ...(file === null ? [] : [`- ${plainText(line === null ? file : `${file}:${line}`)}`]),
      ].join("\n\n"),
    );
    item.accessibilityInformation = { label: `${isOpen ? "open" : "resolved"} incident: ${unmarked(title)}` };
    return item;
  }
}
