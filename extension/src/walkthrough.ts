import * as vscode from "vscode";

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", "workspai.workspai#start", false);
}
