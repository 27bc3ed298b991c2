import * as vscode from "vscode";
import { Notice } from "./notice";

export interface TerminalLine {
  readonly name: string;
  readonly folder: vscode.Uri | undefined;
  readonly line: string;
}

/** Types a line into a terminal of that name, and runs it. Only in a trusted workspace: the line comes from its files. */
export function runInTerminal({ name, folder, line }: TerminalLine): void {
  if (!vscode.workspace.isTrusted) {
    throw new Notice("Commands run only in a trusted workspace. Trust this folder first (Manage Workspace Trust).");
  }
  if (/[\r\n]/.test(line)) {
    throw new Error("The command has several lines; it is not run from here.");
  }
  const isIdle = (terminal: vscode.Terminal): boolean => terminal.name === name && terminal.exitStatus === undefined;
  const terminal =
    vscode.window.terminals.find(isIdle) ?? vscode.window.createTerminal(folder ? { name, cwd: folder } : { name });
  terminal.show(true);
  terminal.sendText(line, true);
}
