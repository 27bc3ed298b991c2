import * as vscode from "vscode";
import { contextParams } from "../contextParams";
import type { Ctx, ReadyCtx } from "../ctx";
import type { Question } from "../question";
import { baseName, shorten } from "../words";
import type { ContextParams } from "../wire/generated";

const LANGUAGES = [
  ...["python", "typescript", "typescriptreact", "javascript", "javascriptreact", "go", "java"],
  ...["dockerfile", "dockercompose", "yaml", "toml", "dotenv", "json", "jsonc", "go.mod", "pip-requirements"],
];

/** Files that the editor has no language of its own for. */
const PATTERNS = ["**/.env*", "**/*.{env,toml}", "**/{Dockerfile,Dockerfile.*,*.Dockerfile,requirements*.txt,go.mod}"];

const SELECTOR: vscode.DocumentFilter[] = [
  ...LANGUAGES.map((language) => ({ language })),
  ...PATTERNS.map((pattern) => ({ pattern })),
];

const MOST_DIAGNOSTICS = 3;

/** Two actions on any diagnostic, whoever published it. */
export function startLightbulb(_ctx: Ctx): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    SELECTOR,
    { provideCodeActions: (document, _range, { diagnostics }) => actionsOf(document, diagnostics) },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function actionsOf(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const worst = [...diagnostics].sort((left, right) => left.severity - right.severity).slice(0, MOST_DIAGNOSTICS);
  return worst.flatMap((diagnostic) => {
    const at = contextParams(document.uri, diagnostic.range, diagnostic);
    const about = worst.length > 1 ? `: ${shorten(diagnostic.message, 40)}` : "";
    return [
      action(`✦ Debug with Workspai AI${about}`, "workspai.lightbulb.debug", diagnostic, at),
      action(`✦ Explain error with AI${about}`, "workspai.lightbulb.explain", diagnostic, at),
    ];
  });
}

function action(title: string, command: string, diagnostic: vscode.Diagnostic, at: ContextParams): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [diagnostic];
  made.command = { command, title, arguments: [at] };
  return made;
}

/** Opens the incident of a diagnostic, and answers. */
export async function debugDiagnostic(ctx: ReadyCtx, at: ContextParams): Promise<void> {
  // Before the answer, so that the incident is there even when the answer is cancelled.
  await ctx.client.request("incident/open", { kind: "diagnostic", at });
  await ask({ command: "debug", prompt: describe(at), isDraft: false, cause: { kind: "diagnostic", at }, place: at });
}

/** Says what a diagnostic means here. */
export async function explainDiagnostic(_ctx: ReadyCtx, at: ContextParams): Promise<void> {
  const prompt = `Explain ${describe(at)}`;
  await ask({ command: "explain", prompt, isDraft: false, cause: { kind: "diagnostic", at }, place: at });
}

async function ask(question: Question): Promise<void> {
  await vscode.commands.executeCommand("workspai.chat.ask", question);
}

function describe({ message, source, code, file, line }: ContextParams): string {
  const name = baseName(decodeURIComponent(file));
  const by = [source, code].filter((part) => part !== null).join(" ");
  return `${shorten(message ?? "this line", 200)} (${by === "" ? "" : `${by}, `}${name}:${line})`;
}
