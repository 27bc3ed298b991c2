import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { openPlace, uriOf } from "../openPlace";
import { runInTerminal } from "../terminal";
import { projectPathOf, viewOf } from "./nodes/tree";
import { questionAbout } from "./about";
import type { Row } from "./provider";

/** Opens the file that made a folder a project. */
export async function openManifest(ctx: Ctx, row?: Row): Promise<void> {
  const project = await pickProject(ctx, row);
  if (project) {
    await openPlace(ctx, { file: project.manifest });
  }
}

/** Copies the path of what a row stands for, relative to the workspace. */
export async function copyPath(_ctx: Ctx, row?: Row): Promise<void> {
  if (row) {
    const path = viewOf(row.item).opens?.file ?? projectPathOf(row.item) ?? "";
    await vscode.env.clipboard.writeText(path);
  }
}

/** Runs a command row in a terminal, in the project's folder. */
export function runCommandRow(ctx: Ctx, row?: Row): void {
  if (row?.item.kind !== "command") {
    return;
  }
  const { project, command } = row.item;
  const roots = ctx.state.overview.value?.roots ?? [];
  runInTerminal({ name: `${project}: ${command.role}`, folder: uriOf(project, roots), line: command.command });
}

async function pickProject(ctx: Ctx, row?: Row): Promise<{ readonly manifest: string } | undefined> {
  const projects = ctx.state.overview.value?.projects ?? [];
  const path = row ? projectPathOf(row.item) : null;
  const known = projects.find((project) => project.path === path);
  if (known || projects.length < 2) {
    return known ?? projects[0];
  }
  const picks = projects.map((project) => ({ label: project.name, description: project.path, project }));
  const pick = await vscode.window.showQuickPick(picks, { placeHolder: "Which project?" });
  return pick?.project;
}

/** Starts a question about a row. */
export async function askAboutRow(_ctx: Ctx, row?: Row): Promise<void> {
  await vscode.commands.executeCommand("workspai.chat.ask", row && questionAbout(row.item));
}
