import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { unmarked } from "../markdown";
import { Notice } from "../notice";
import { insideUri, uriOf } from "../openPlace";
import type { Question } from "../question";
import { runInTerminal } from "../terminal";
import type { EditReport, FindingReport, FixPreview } from "../wire/generated";
import { bestCommand, bestEdit, type HealthRow } from "./rows";

/** Which fix; `null`: the best one with edits. */
export interface FixRef {
  readonly finding: string;
  readonly fix: string | null;
}

const ICON = new vscode.ThemeIcon("lightbulb-autofix");

/** What menus, lightbulbs and buttons hand over. */
export type FixTarget = FixRef | Extract<HealthRow, { kind: "finding" }> | undefined;

/** Shows the edits of a fix in the editor's refactor preview. */
export async function previewFix(ctx: ReadyCtx, target: FixTarget): Promise<void> {
  await carryOut(ctx, target, true);
}

/** Applies a fix in one undo step. One that is not safe is shown first. */
export async function applyFix(ctx: ReadyCtx, target: FixTarget): Promise<void> {
  await carryOut(ctx, target, false);
}

async function carryOut(ctx: ReadyCtx, target: FixTarget, isPreview: boolean): Promise<void> {
  const ref = refOf(target) ?? (await pickFinding(ctx));
  if (!ref) {
    return;
  }
  const versions = new Map(vscode.workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
  const preview = await ctx.client.request("doctor/fixPreview", ref);
  if (preview.fix.edits.length === 0) {
    throw new Error(`"${preview.fix.title}" has no edits to show.`);
  }
  const edit = await buildEdit(ctx, preview, isPreview || !preview.fix.safe);
  for (const [uri] of edit.entries()) {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document && versions.get(uri.toString()) !== document.version) {
      throw new Error(`${vscode.workspace.asRelativePath(uri)} changed meanwhile. Try again.`);
    }
  }
  if (await vscode.workspace.applyEdit(edit, { isRefactoring: true })) {
    ctx.log.info(`applied: ${preview.fix.title}`);
  }
}

async function buildEdit(ctx: Ctx, { fix, reason }: FixPreview, needsConfirmation: boolean): Promise<vscode.WorkspaceEdit> {
  const roots = ctx.state.overview.value?.roots ?? [];
  const edit = new vscode.WorkspaceEdit();
  const metadata = { needsConfirmation: false, label: unmarked(fix.title), description: unmarked(reason), iconPath: ICON };
  const [first] = roots;
  if (needsConfirmation && first) {
    // Whatever asks for confirmation opens the preview with its box unticked, and the user would have to tick each edit.
    // So one edit asks that does nothing and has no row: creating the opened folder unless it is there.
    const folder = vscode.Uri.parse(first.uri);
    edit.createFile(folder, { ignoreIfExists: true }, { ...metadata, needsConfirmation: true });
  }
  const created = new Set<string>();
  for (const change of fix.edits) {
    const uri = await insideUri(change.file, roots);
    if (!created.has(change.file) && !(await exists(uri))) {
      created.add(change.file);
      edit.createFile(uri, { ignoreIfExists: true }, metadata);
    }
    edit.replace(uri, rangeOf(change), change.newText, metadata);
  }
  return edit;
}

function rangeOf({ startLine, startColumn, endLine, endColumn }: EditReport): vscode.Range {
  return new vscode.Range(startLine - 1, startColumn - 1, endLine - 1, endColumn - 1);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Types the command of a fix into a terminal, after the user has seen the line. */
export async function runFixCommand(ctx: Ctx, target: FixTarget): Promise<void> {
  const ref = refOf(target);
  const finding = ctx.state.health.value?.report.findings.find(({ id }) => id === ref?.finding);
  const fix = finding && (finding.fixes.find(({ id, kind }) => id === ref?.fix && kind === "command") ?? bestCommand(finding));
  if (!fix?.command) {
    throw new Notice("This finding has no command to run.");
  }
  const folder = fix.folder ?? ".";
  const line = await vscode.window.showInputBox({
    title: unmarked(fix.title),
    value: fix.command,
    prompt: `Runs in ${folder === "." ? "the opened folder" : folder}.`,
  });
  if (line) {
    runInTerminal({ name: `Workspai: ${unmarked(fix.title)}`, folder: uriOf(folder, ctx.state.overview.value?.roots ?? []), line });
  }
}

function refOf(target: FixTarget): FixRef | undefined {
  if (!target) {
    return undefined;
  }
  return "kind" in target ? { finding: target.finding.id, fix: null } : target;
}

async function pickFinding(ctx: Ctx): Promise<FixRef | undefined> {
  const findings = ctx.state.health.value?.report.findings.filter(bestEdit) ?? [];
  if (findings.length === 0) {
    throw new Notice("No finding has a fix with edits.");
  }
  const pick = await vscode.window.showQuickPick(findings.map(pickOf), { placeHolder: "Which finding?", matchOnDescription: true });
  return pick && { finding: pick.finding.id, fix: null };
}

function pickOf(finding: FindingReport): vscode.QuickPickItem & { readonly finding: FindingReport } {
  return { label: unmarked(finding.message), description: `${finding.file}:${finding.line}`, finding };
}

/** Asks what to do about a finding, with all that is known of it. */
export async function askAboutFinding(_ctx: Ctx, target: FixTarget): Promise<void> {
  if (target && "kind" in target) {
    const { id, message, file, line } = target.finding;
    const question: Question = {
      command: "debug",
      prompt: unmarked(message),
      isDraft: false,
      cause: { kind: "finding", id },
      place: { file, line },
    };
    await vscode.commands.executeCommand("workspai.chat.ask", question);
  }
}
