import * as vscode from "vscode";
import type { ContextParams } from "./wire/generated";

/** A place, and what a diagnostic says of it. */
export function contextParams(uri: vscode.Uri, range: vscode.Range, diagnostic?: vscode.Diagnostic): ContextParams {
  const place = diagnostic?.range ?? range;
  const last = place.end.character === 0 && place.end.line > place.start.line ? place.end.line - 1 : place.end.line;
  return {
    file: uri.toString(),
    line: place.start.line + 1,
    endLine: last > place.start.line ? last + 1 : null,
    message: diagnostic?.message ?? null,
    code: codeOf(diagnostic?.code),
    source: diagnostic?.source ?? null,
    related: (diagnostic?.relatedInformation ?? []).map(({ location, message }) => ({
      file: location.uri.toString(),
      line: location.range.start.line + 1,
      message,
    })),
  };
}

function codeOf(code: vscode.Diagnostic["code"]): string | null {
  if (code === undefined) {
    return null;
  }
  return String(typeof code === "object" ? code.value : code);
}

/** The place of the cursor, with the worst diagnostic on its lines; `null` without a file. */
export function activeContext(): ContextParams | null {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !["file", "untitled", "vscode-remote"].includes(editor.document.uri.scheme)) {
    return null;
  }
  const { document, selection } = editor;
  const [worst] = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ range }) => range.intersection(selection) !== undefined)
    .sort((left, right) => left.severity - right.severity);
  return worst ? contextParams(document.uri, selection, worst) : contextParams(document.uri, selection);
}
